/** @file Reads our own dialect of PowerShell far enough to say what a script calls; refuses what the dialect does not have. */

export interface ScriptWords {
  /** Commands with the line they stand in; `isKept` when the value goes somewhere instead of into the function's output. */
  readonly commands: readonly { readonly name: string; readonly line: number; readonly isKept: boolean }[];
  readonly functions: readonly string[];
  readonly types: readonly string[];
  /** Methods that are called, statically or on an object. */
  readonly methods: readonly string[];
  readonly bareArguments: readonly string[];
  readonly problems: readonly string[];
}

type Kind = 'text' | 'variable' | 'type' | 'member' | 'option' | 'word' | 'number' | 'sign' | 'end';
interface Token {
  readonly kind: Kind;
  readonly text: string;
  readonly line: number;
}

const keywords = new Set(
  'function param if elseif else foreach in while try catch return throw break'.split(' '),
);
const patterns: readonly (readonly [Kind | 'skip', RegExp])[] = [
  ['skip', /[ \t]+|#[^\n]*/y],
  ['end', /\n|;/y],
  ['text', /'(?:[^'\n]|'')*'/y],
  ['variable', /\$(?:env:)?[A-Za-z_][A-Za-z0-9_]*/y],
  ['type', /\[[A-Za-z][A-Za-z0-9.]*\]/y],
  ['member', /(?:::|\.)[A-Za-z][A-Za-z0-9]*/y],
  ['option', /-[A-Za-z]+:?/y],
  ['number', /[0-9]+(?:\.\.[0-9]+)?/y],
  ['word', /[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/y],
  ['sign', /@\(|@\{|\+=|[(){}[\],=|+]/y],
];

function tokensOf(text: string, problems: string[]): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    let found: Token | undefined;
    let length = 0;
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(text)?.[0];
      if (match === undefined) continue;
      length = match.length;
      if (kind !== 'skip') found = { kind, text: match, line };
      break;
    }
    if (length === 0) {
      problems.push(`line ${line}: ${JSON.stringify(text[at])} is not of the dialect`);
      length = 1;
    }
    if (found !== undefined) tokens.push(found);
    line += text.slice(at, at + length).split('\n').length - 1;
    at += length;
  }
  return tokens;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '@(': ')', '{': '}', '@{': '}', '[': ']' };

function unbalanced(tokens: readonly Token[]): string[] {
  const open: Token[] = [];
  for (const token of tokens.filter(({ kind }) => kind === 'sign')) {
    if (token.text in closing) open.push(token);
    else if (')}]'.includes(token.text)) {
      const last = open.pop();
      if (last === undefined || closing[last.text] !== token.text)
        return [`line ${token.line}: ${token.text}`];
    }
  }
  return open.map(({ line, text }) => `line ${line}: ${text} stays open`);
}

/** Where a word begins a command, and whether its value is caught. */
function commandPlace(before: Token | undefined): 'statement' | 'kept' | 'argument' {
  if (before === undefined || before.kind === 'end' || before.text === '{') return 'statement';
  if (['(', '@(', '=', '+=', '|', 'return'].includes(before.text)) return 'kept';
  return 'argument';
}

export function wordsOf(text: string): ScriptWords {
  const problems: string[] = [];
  const tokens = tokensOf(text, problems);
  problems.push(...unbalanced(tokens));
  const commands: { name: string; line: number; isKept: boolean }[] = [];
  const functions: string[] = [];
  const bareArguments: string[] = [];
  const methods: string[] = [];
  for (const [index, { kind, text: word, line }] of tokens.entries()) {
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    if (kind === 'member' && after?.text === '(') methods.push(word.replace(/^[.:]+/, ''));
    if (kind !== 'word' || keywords.has(word)) continue;
    // The key of a hashtable.
    if (after?.text === '=') continue;
    if (before?.text === 'function') functions.push(word);
    else {
      const place = commandPlace(before);
      if (place === 'argument') bareArguments.push(word);
      else commands.push({ name: word, line, isKept: place === 'kept' });
    }
  }
  const types = tokens.filter(({ kind }) => kind === 'type').map(({ text: type }) => type.slice(1, -1));
  return { commands, functions, types, methods, bareArguments, problems };
}
