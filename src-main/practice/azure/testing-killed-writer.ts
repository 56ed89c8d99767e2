/** @file A process that writes pages to a practice Azure of its own and kills itself right after the last answer. */
import { startPracticeAzure } from './start-practice-azure.ts';
import { ManualClock, quietLog } from './testing.ts';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Name a folder');
const azure = await startPracticeAzure({ folder, clock: new ManualClock(), log: quietLog });
const container = azure.blobService('seedpractice').getContainerClient('killed');
await container.create();
const blob = container.getPageBlobClient('pages');
await blob.create(1024);
await blob.uploadPages(new Uint8Array(512).fill(1), 0, 512);
await blob.uploadPages(new Uint8Array(512).fill(2), 512, 512);
process.kill(process.pid, 'SIGKILL');
