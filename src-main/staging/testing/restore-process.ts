/** @file Test support: a process of its own that restores, so that it can be killed. Arguments: staging folder, target, what to do with what is there. */
import { quietWorkerControl as quiet } from '../../testing/quiet-worker-control.ts';
import { restore } from '../restore/restore.ts';
import type { RestoreRequest } from '../staging-types.ts';
import { passphrase, service } from './test-service.ts';

const [, , staging = '', target = '', conflict = 'skip'] = process.argv;
const location = { kind: 'folder', path: staging } as const;
const descriptorFile = 'seed-fs01.AIBBlob';
await restore(
  {
    location,
    descriptorFile,
    dataKey: await service.unlock(location, descriptorFile, passphrase),
    selection: [],
    target: { kind: 'folder', path: target },
    conflict: conflict as RestoreRequest['conflict'],
  },
  quiet,
  { threads: 2, segmentBytes: 1024 * 1024 },
);
