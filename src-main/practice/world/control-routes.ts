/** @file The control interface below `/practice/`: JSON over the world's https server, for holders of its token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { parcelSchema } from '../datacenter/datacenter-state.ts';
import type { PracticeRequest, PracticeResponse, PracticeRoutes } from '../ports.ts';
import { advanceSchema, faultRequestSchema, type PracticeControl } from './practice-control.ts';

const newDriveSchema = z.strictObject({ sizeBytes: z.int().min(1).max(1e15) });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const json = (status: number, value: unknown): PracticeResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

type Handler = (body: unknown) => Promise<unknown>;

function handlersOf(control: PracticeControl): ReadonlyMap<string, Handler> {
  return new Map<string, Handler>([
    ['GET /practice/status', () => control.status()],
    ['POST /practice/advance', (body) => control.advance(advanceSchema.parse(body))],
    ['POST /practice/parcels', (body) => control.registerParcel(parcelSchema.parse(body))],
    ['GET /practice/faults', () => control.faults()],
    ['POST /practice/faults', (body) => control.setFaults(faultRequestSchema.parse(body))],
    ['POST /practice/drives', (body) => control.attachDrive(newDriveSchema.parse(body).sizeBytes)],
  ]);
}

function refusal(error: unknown): PracticeResponse {
  if (error instanceof AppError) return json(409, { error: error.toData() });
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return json(400, { message: error.message });
  }
  throw error;
}

/** @param token expected after `Bearer ` in the Authorization header */
export function controlRoutes(control: PracticeControl, token: string): PracticeRoutes {
  const handlers = handlersOf(control);
  const expected = digest(`Bearer ${token}`);
  return async (request: PracticeRequest) => {
    if (!request.path.startsWith('/practice/')) return undefined;
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      return json(401, { message: 'The control token is missing or wrong.' });
    }
    const handler = handlers.get(`${request.method} ${request.path}`);
    if (handler === undefined) return json(404, { message: 'No such control.' });
    try {
      const body: unknown = request.body === '' ? {} : JSON.parse(request.body);
      return json(200, (await handler(body)) ?? {});
    } catch (error) {
      return refusal(error);
    }
  };
}
