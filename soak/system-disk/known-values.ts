/** @file What a page has seen so far: ids, tickets and names out of answers, to be asked for again in any order. */
import { choose, type Random } from './choose.ts';

/** A permission to erase, with all that it holds for. */
export interface Permission {
  readonly jobId: string;
  readonly diskId: string;
  readonly eraseTicket: string;
}

interface Question {
  readonly jobId: string;
  readonly diskId: string;
  readonly challengeId: string;
  /** The right answer, as an operator who reads gives it. */
  readonly typedText: string;
}

/** How many of the newest questions and tickets are used again: older ones are mostly void, and are still tried by chance. */
const newest = 4;

/** Values by the name of the box they fit into. */
export class KnownValues {
  readonly #byName = new Map<string, string[]>();
  readonly #questions: Question[] = [];
  readonly #tickets: Permission[] = [];

  add(name: string, value: string): void {
    const values = this.#byName.get(name) ?? [];
    if (!values.includes(value)) values.push(value);
    this.#byName.set(name, values);
  }

  any(name: string, random: Random): string | undefined {
    const values = this.#byName.get(name);
    return values === undefined ? undefined : choose(values, random);
  }

  /** A question with its right answer, as an operator who reads gives it. */
  question(random: Random): { readonly challengeId: string; readonly typedText: string } | undefined {
    const question = choose(this.#questions.slice(-newest), random);
    if (question === undefined) return undefined;
    return { challengeId: question.challengeId, typedText: question.typedText };
  }

  ticket(random: Random): Permission | undefined {
    return choose(this.#tickets.slice(-newest), random);
  }

  /** Learns from an answer. */
  learn(call: string, input: unknown, output: unknown): void {
    this.#walk(output);
    const { jobId = '', diskId = '', challengeId = '' } = input as Readonly<Record<string, string>>;
    const answer = output as {
      readonly challengeId?: string;
      readonly identity?: { readonly serial: string };
      readonly eraseTicket?: string;
    };
    if (call === 'prepareDisks.requestErase' && answer.challengeId !== undefined) {
      const typedText = answer.identity?.serial.slice(-4) ?? '';
      this.#questions.push({ jobId, diskId, challengeId: answer.challengeId, typedText });
    }
    if (call === 'prepareDisks.confirmErase' && answer.eraseTicket !== undefined) {
      const question = this.#questions.find((asked) => asked.challengeId === challengeId);
      if (question !== undefined) this.#tickets.push({ ...question, eraseTicket: answer.eraseTicket });
    }
  }

  #walk(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.#walk(item);
    if (typeof value !== 'object' || value === null) return;
    const fields = value as Readonly<Record<string, unknown>>;
    if (typeof fields.id === 'string') {
      if ('backsSystem' in fields) this.add('diskId', fields.id);
      else if ('draft' in fields) this.add('jobId', fields.id);
      else if ('canStop' in fields) this.add('taskId', fields.id);
    }
    for (const [name, inner] of Object.entries(fields)) {
      if (typeof inner === 'string' && inner !== '') this.add(name, inner);
      else this.#walk(inner);
    }
    if (typeof fields.serial === 'string') {
      this.add('typedText', fields.serial.slice(-4));
      this.add('driveId', fields.serial);
    }
    if (typeof fields.recoveryPassword === 'string')
      this.add('existingRecoveryPassword', fields.recoveryPassword);
  }
}
