import { parseArgs } from 'node:util';

export interface BrowserStartOptions {
  readonly options: { readonly dataFolder: string | undefined; readonly check: boolean };
  /** What is meant for the wizard itself. Unknown switches are among it, so that the page can name them. */
  readonly words: readonly string[];
}

/** Takes this host's own switches out of the arguments. Never throws: a typing slip must not keep the window from opening. */
export function browserStartOptions(programArguments: readonly string[]): BrowserStartOptions {
  const { values, tokens } = parseArgs({
    args: [...programArguments],
    options: { 'data-folder': { type: 'string' }, check: { type: 'boolean', default: false } },
    strict: false,
    tokens: true,
  });
  const words = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [token.value];
    if (token.kind !== 'option' || token.name === 'data-folder' || token.name === 'check') return [];
    return [token.rawName];
  });
  const folder = values['data-folder'];
  return {
    options: {
      dataFolder: typeof folder === 'string' && folder !== '' ? folder : undefined,
      check: values.check === true,
    },
    words,
  };
}
