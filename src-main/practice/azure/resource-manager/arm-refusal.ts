import type { PracticeResponse } from '../../ports.ts';
import { json, Refusal } from '../http/refusal.ts';

export interface ArmErrorDetail {
  readonly code: string;
  readonly target?: string;
  readonly message: string;
}

export interface ArmRefusalExtras {
  readonly target?: string;
  readonly details?: readonly ArmErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Refusal in the error shape of Resource Manager: `{error: {code, message, target, details}}`. */
export class ArmRefusal extends Refusal {
  readonly code: string;
  readonly extras: ArmRefusalExtras;

  constructor(status: number, code: string, message: string, extras: ArmRefusalExtras = {}) {
    super(status, message);
    this.code = code;
    this.extras = extras;
  }

  override toResponse(): PracticeResponse {
    const { target, details, headers } = this.extras;
    return json(
      this.status,
      {
        error: {
          code: this.code,
          message: this.message,
          ...(target === undefined ? {} : { target }),
          ...(details === undefined ? {} : { details }),
        },
      },
      headers,
    );
  }
}

/** 404 of Resource Manager for a resource in a group. */
export function resourceNotFound(type: string, name: string, resourceGroup: string): ArmRefusal {
  return new ArmRefusal(
    404,
    'ResourceNotFound',
    `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found.`,
  );
}
