import { describe, expect, it, vi } from 'vitest';
import { createStartRequests, ownWords, startRequestOf, startWordsFrom } from './start-requests.ts';

describe('startRequestOf', () => {
  it('makes paths absolute in the manner of their system', () => {
    const folder = '/home/ada';
    expect(startRequestOf({ words: ['s:stage', 'job.json'], folder })).toEqual({
      wantsShipping: false,
      stagingPath: '/home/ada/stage',
      jobFile: '/home/ada/job.json',
    });
    expect(startRequestOf({ words: ['s:\\\\fs02\\staging', 'u:'], folder })).toEqual({
      wantsShipping: true,
      stagingPath: '\\\\fs02\\staging',
    });
  });

  it('names the argument that makes no sense', () => {
    expect(startRequestOf({ words: ['s:/a', 'q:/b'], folder: '/' })).toMatchObject({
      wantsShipping: false,
      error: { code: 'start.argumentUnknown', params: { argument: 'q:/b' } },
    });
  });
});

describe('arguments of an Electron process', () => {
  it('are those behind the program, without switches', () => {
    const given = ['wizard.exe', '--inspect=0', 's:\\\\fs\\a', '--lang=de'];
    expect(ownWords(given, true, 'C:\\')).toEqual({ words: ['s:\\\\fs\\a'], folder: 'C:\\' });
    expect(ownWords(['electron', '.', 'u:'], false, '/').words).toEqual(['u:']);
  });

  it('are none when another process hands over something else', () => {
    const words = { words: ['s:/a'], folder: '/' };
    expect(startWordsFrom(words)).toEqual(words);
    for (const data of [undefined, null, 'x', { words: 's:/a' }, { ...words, more: 1 }])
      expect(startWordsFrom(data)).toEqual({ words: [], folder: '' });
  });
});

describe('createStartRequests', () => {
  it('hands the newest request out once, and keeps quiet without arguments', () => {
    const onOffer = vi.fn();
    const requests = createStartRequests(onOffer);
    requests.offer({ words: [], folder: '/' });
    expect(onOffer).not.toHaveBeenCalled();
    expect(requests.take()).toEqual({ wantsShipping: false });
    requests.offer({ words: ['s:/a'], folder: '/' });
    requests.offer({ words: ['s:/b'], folder: '/' });
    expect(onOffer).toHaveBeenCalledTimes(2);
    expect(requests.take()).toEqual({ wantsShipping: false, stagingPath: '/b' });
    expect(requests.take()).toEqual({ wantsShipping: false });
  });
});
