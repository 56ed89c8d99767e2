/** @file Path patterns of the stand-ins. Resource Manager compares paths without regard to case, so everything here does. */
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';

/** Names between braces: `{name}` is one segment, `{+name}` may hold slashes (a scope). */
type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `+${infer Bare}` ? Bare : Name) | ParameterNames<Rest>
  : never;

export interface RoutedRequest<Path extends string> extends PracticeRequest {
  readonly params: Readonly<Record<ParameterNames<Path>, string>>;
}

type Answer = PracticeResponse | Promise<PracticeResponse>;

/** One operation; `Extra` is what the service adds to every call, such as the caller. */
export interface Route<Extra> {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: (request: PracticeRequest, match: RegExpExecArray, extra: Extra) => Answer;
}

/**
 * Binds a handler to a method and a path pattern.
 * @param path e.g. `/subscriptions/{subscriptionId}/providers/{+rest}`
 */
export function route<Path extends string, Extra = undefined>(
  method: string,
  path: Path,
  handler: (request: RoutedRequest<Path>, extra: Extra) => Answer,
): Route<Extra> {
  const names: string[] = [];
  const source = path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const isLong = part.startsWith('{+');
      names.push(part.slice(isLong ? 2 : 1, -1));
      return isLong ? '(.+?)' : '([^/]+)';
    })
    .join('');
  return {
    method,
    pattern: new RegExp(`^${source}$`, 'i'),
    handle: (request, match, extra) => {
      const entries = names.map((name, index) => [name, decode(match[index + 1] ?? '')]);
      const params = Object.fromEntries(entries) as RoutedRequest<Path>['params'];
      return handler({ ...request, params }, extra);
    },
  };
}

/** A stray percent sign is no reason to fall over: then the text is meant as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Finds the first route that fits.
 * @returns `notFound` when no path fits, `methodNotAllowed` when only other methods of the path exist
 */
export function findRoute<Extra>(
  routes: readonly Route<Extra>[],
  request: PracticeRequest,
):
  | { readonly found: (extra: Extra) => Answer }
  | { readonly found: undefined; readonly reason: 'notFound' | 'methodNotAllowed' } {
  const path = normalizePath(request.path);
  let isPathKnown = false;
  for (const candidate of routes) {
    const match = candidate.pattern.exec(path);
    if (match === null) continue;
    isPathKnown = true;
    if (candidate.method === request.method) {
      return { found: (extra) => candidate.handle(request, match, extra) };
    }
  }
  return { found: undefined, reason: isPathKnown ? 'methodNotAllowed' : 'notFound' };
}

/** Single slashes, none at the end: some SDKs join `/` and an id that begins with one. */
export function normalizePath(path: string): string {
  const single = path.replace(/\/{2,}/g, '/');
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}
