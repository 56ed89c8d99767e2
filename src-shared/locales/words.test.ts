import { describe, expect, it } from 'vitest';
import { diskBlockerCodes, diskWarningCodes } from '../domain/disks.ts';
import { jobPhases } from '../domain/job.ts';
import { namingRuleCodes } from '../domain/naming-rules.ts';
import { wizardPages } from '../domain/pages.ts';
import { readinessCheckIds } from '../domain/readiness.ts';
import {
  bottleneckSchema,
  taskKindSchema,
  taskPhaseCodes,
  taskStateSchema,
  taskWarningSchema,
} from '../domain/tasks.ts';
import { errorCodes } from '../errors/codes.ts';
import { words } from './resources.ts';

/** Text of every source file, tests aside. */
const sources = import.meta.glob<string>(
  ['../../src-renderer/**/*.{ts,tsx}', '../../src-main/**/*.ts', '!**/*.test.{ts,tsx}'],
  { query: '?raw', import: 'default', eager: true },
);

const pluralEndings = ['', '_zero', '_one', '_two', '_few', '_many', '_other'];

function lookUp(key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (tree, part) =>
        typeof tree === 'object' && tree !== null ? (tree as Record<string, unknown>)[part] : undefined,
      words.en,
    );
}

const hasWords = (key: string) => pluralEndings.some((ending) => typeof lookUp(key + ending) === 'string');

/** Keys written out in calls like `t('jobs.title')`, also across a line break. */
function keysOf(source: string): readonly string[] {
  const calls = source.matchAll(/(?<![\w.])(?:t|translate)\(\s*'([\w-]+(?:\.[\w-]+)+)'/g);
  return [...calls].flatMap(([, key]) => (key === undefined ? [] : [key]));
}

describe('English words', () => {
  it('exist for every key that the renderer and the main process spell out', () => {
    const uses = Object.values(sources).flatMap(keysOf);
    expect(uses.length).toBeGreaterThan(100);
    expect([...new Set(uses)].filter((key) => !hasWords(key))).toEqual([]);
  });

  it('have title, cause and next for every error', () => {
    const missing = errorCodes.flatMap((code) =>
      ['title', 'cause', 'next'].map((part) => `errors.${code}.${part}`).filter((key) => !hasWords(key)),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    ['naming rules', namingRuleCodes.map((code) => `rules.${code}`)],
    ['task phases', taskPhaseCodes.map((code) => `phases.${code}`)],
    ['task kinds', taskKindSchema.options.map((code) => `activity.kind.${code}`)],
    ['task states', taskStateSchema.options.map((code) => `activity.state.${code}`)],
    ['bottlenecks', bottleneckSchema.options.map((code) => `activity.bottleneck.${code}`)],
    ['warnings', taskWarningSchema.shape.code.options.map((code) => `warnings.${code}`)],
    ['job phases', jobPhases.map((code) => `jobs.phase.${code}`)],
    ['pages', wizardPages.map((page) => `pages.${page}.name`)],
    ['readiness checks', readinessCheckIds.map((id) => `readiness.${id}.title`)],
  ])('exist for %s', (_what, keys) => {
    expect(keys.filter((key) => !hasWords(key))).toEqual([]);
  });

  it('exist for disk findings', () => {
    const codes = [...diskBlockerCodes, ...diskWarningCodes];
    expect(codes.filter((code) => lookUp(`findings.${code}`) === undefined)).toEqual([]);
  });
});
