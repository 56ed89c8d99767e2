import { describe, expect, it, vi } from 'vitest';
import { createBridge } from './bridge.ts';
import { calls } from './calls.ts';
import { callNames, eventNames } from './channels.ts';
import { events } from './events.ts';

describe('channel lists', () => {
  it('hold exactly the names of the contract', () => {
    expect([...callNames].sort()).toEqual(Object.keys(calls).sort());
    expect([...eventNames].sort()).toEqual(Object.keys(events).sort());
  });
});

describe('bridge', () => {
  const invoke = vi.fn(async () => ({ ok: true, value: {} }));
  const subscribe = vi.fn(() => () => undefined);
  const bridge = createBridge({ invoke, subscribe }, callNames, eventNames);

  it('offers a named function per call and nothing that takes a channel name', async () => {
    const names = Object.entries(bridge)
      .filter(([group]) => group !== 'events')
      .flatMap(([group, verbs]) => Object.keys(verbs).map((verb) => `${group}.${verb}`));
    expect(names.sort()).toEqual([...callNames].sort());
    await bridge.jobs.list({});
    expect(invoke).toHaveBeenCalledWith('jobs.list', {});
  });

  it('is frozen through and through', () => {
    expect(Object.isFrozen(bridge)).toBe(true);
    for (const group of Object.values(bridge)) expect(Object.isFrozen(group)).toBe(true);
  });

  it('subscribes to events by name', () => {
    const listener = vi.fn();
    bridge.events['job.changed'](listener);
    expect(subscribe).toHaveBeenCalledWith('job.changed', expect.any(Function));
  });
});
