import { expect, it } from 'vitest';
import type { PracticeRequest } from '../../ports.ts';
import { json } from './refusal.ts';
import { findRoute, type Route, route } from './router.ts';

const routes: readonly Route<undefined>[] = [
  route('GET', '/groups/{name}', ({ params }) => json(200, { name: params.name })),
  route('DELETE', '{+scope}/providers/Roles/{id}', ({ params }) => json(200, params)),
];
const ask = (method: string, path: string): PracticeRequest => ({
  method,
  path,
  query: new URLSearchParams(),
  headers: {},
  body: '',
});

it.each([
  ['GET', '/GROUPS/My%20Group', { name: 'My Group' }],
  ['GET', '//groups//a.b/', { name: 'a.b' }],
  ['GET', '/groups/100%', { name: '100%' }],
  ['DELETE', '/a/b/providers/roles/1', { scope: '/a/b', id: '1' }],
])('%s %s', async (method, path, expected) => {
  const match = findRoute(routes, ask(method, path));
  expect(JSON.parse((await match.found?.(undefined))?.body ?? '')).toEqual(expected);
});

it.each([
  ['GET', '/groups/a/b', 'notFound'],
  ['GET', '/groupsXa', 'notFound'],
  ['POST', '/groups/a', 'methodNotAllowed'],
])('%s %s is %s', (method, path, reason) => {
  expect(findRoute(routes, ask(method, path))).toEqual({ found: undefined, reason });
});
