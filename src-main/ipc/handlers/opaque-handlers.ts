import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { opaqueCalls } from '../../../src-shared/contract/opaque-calls.ts';
import type { Services } from '../services.ts';

/** Routes the calls for folders of other programs. */
export function opaqueHandlers({ opaque }: Services): HandlersOf<typeof opaqueCalls> {
  return {
    'opaque.open': (input) => opaque.open(input),
    'opaque.save': (input) => opaque.save(input),
    'opaque.check': (input) => opaque.check(input),
    'opaque.accept': (input) => opaque.accept(input),
    'opaque.changeDestination': (input) => opaque.changeDestination(input),
  };
}
