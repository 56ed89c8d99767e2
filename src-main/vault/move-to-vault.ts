import type { JobId } from '../../src-shared/domain/ids.ts';
import { isFinalImportState } from '../../src-shared/domain/import-status.ts';
import type { JobSnapshot, RecoveryPointSummary } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { TaskControl, WorkControl } from '../jobs/task-control.ts';
import { runInWorker } from '../platform/node/worker-task.ts';
import { mirrorName } from '../staging/read/descriptor-reader.ts';
import { copySeed } from './copy-seed.ts';
import { findSeed, type Seed } from './seed-files.ts';
import { callBlobs, containerClient, containerLocation } from './vault-azure.ts';
import type { VaultContext } from './vault-context.ts';
import { type SeedPlace, seedPlaceOf, vaultRecordOf } from './vault-layout.ts';
import type { CompareWork } from './vault-work.ts';

/**
 * The datacenter must be done, also with every further import job of the set that is known here: the first record moves all of it.
 * `Closed` is let through: whether its problems matter is what the verification tells.
 * @throws AppError `vault.importNotFinished`, `job.wrongPhase`
 */
export function requireImported(job: JobSnapshot, jobs: readonly JobSnapshot[]): void {
  seedPlaceOf(job);
  if (job.package !== undefined) {
    throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
  }
  const others = jobs.filter(
    (other) => other.package !== undefined && other.staging?.setId === job.staging?.setId,
  );
  for (const { monitor } of [job, ...others]) {
    const state = monitor?.state ?? 'Creating';
    if (isFinalImportState(state) && state !== 'Canceled') continue;
    throw new AppError({ kind: 'user', code: 'vault.importNotFinished', params: { state } });
  }
}

/** The page shows the steps of the move, not those of the reader inside one. */
function withoutPhases(control: TaskControl): WorkControl {
  return Object.defineProperty(Object.create(control) as TaskControl, 'setPhase', { value: () => undefined });
}

interface Damage {
  readonly file: string;
  readonly isMissing: boolean;
}

/** What is wrong with the copy in the vault, every byte of it read back. */
async function findDamage(
  context: VaultContext,
  place: SeedPlace,
  control: TaskControl,
): Promise<readonly Damage[]> {
  const { azure, staging } = context;
  const container = { ...place, container: place.vaultContainer };
  const location = await containerLocation(azure, container, place.prefix);
  const { descriptorFile } = place;
  const mirror = mirrorName(descriptorFile);
  const work: CompareWork = { kind: 'compare', location, left: descriptorFile, right: mirror };
  const isSame = await runInWorker<boolean>('vault', work, control);
  const { damaged } = await staging.verify({ location, descriptorFile }, withoutPhases(control));
  const found = damaged.map(({ file, code }) => ({ file, isMissing: code === 'staging.volumeMissing' }));
  const isNamed = found.some(({ file }) => file === descriptorFile || file === mirror);
  return isSame || isNamed ? found : [{ file: descriptorFile, isMissing: false }, ...found];
}

/**
 * A bad copy is taken away, so that the next attempt copies it anew; the original stays in the import container. Both descriptors
 * go when one is bad: nothing tells which of the two is right.
 */
async function removeBadCopies(
  context: VaultContext,
  place: SeedPlace,
  damages: readonly Damage[],
): Promise<void> {
  const container = { ...place, container: place.vaultContainer };
  const client = await containerClient(context.azure, container);
  const files = new Set(damages.map(({ file }) => file));
  const descriptors = [place.descriptorFile, mirrorName(place.descriptorFile)];
  if (descriptors.some((file) => files.has(file))) for (const file of descriptors) files.add(file);
  for (const file of files) {
    await callBlobs(container, () => client.deleteBlob(place.prefix + file)).catch((error: unknown) => {
      context.log.warn({ file, reason: String(error) }, 'bad copy not removed');
    });
  }
}

async function verifyCopy(context: VaultContext, place: SeedPlace, control: TaskControl): Promise<void> {
  const damages = await findDamage(context, place, control);
  const [first] = damages;
  if (first === undefined) return;
  await removeBadCopies(context, place, damages);
  throw new AppError({
    kind: 'azure',
    code: first.isMissing ? 'vault.blobMissing' : 'vault.copyDiffers',
    params: { blob: place.prefix + first.file, container: place.vaultContainer, count: damages.length },
    details: damages.map(({ file }) => file).join('\n'),
    retry: 'resume',
  });
}

function initialPoint(job: JobSnapshot, place: SeedPlace, seed: Seed): RecoveryPointSummary {
  if (job.staging === undefined) throw new Error('A job with a seed has a staging record');
  return {
    id: job.staging.recoveryPointId,
    createdAt: seed.createdAt,
    kind: 'initial',
    files: seed.totals.files,
    sourceBytes: seed.totals.sourceBytes,
    addedBytes: seed.bytes,
    descriptorFile: place.descriptorFile,
  };
}

/**
 * Moves the seed of a job into the vault: copy inside Azure, read back every byte, only then register the recovery point. Resumes
 * after a stop or a kill without copying again what is there.
 * @throws AppError `vault.blobMissing`, `vault.copyDiffers`, `azure.*`, `task.stopped`
 */
export async function moveToVault(context: VaultContext, jobId: JobId, control: TaskControl): Promise<void> {
  const { azure, jobs, clock } = context;
  const job = jobs.get(jobId);
  requireImported(job, jobs.list());
  const place = seedPlaceOf(job);
  control.setPhase('readingRecoveryPoint');
  const seed = await findSeed(azure, place);
  control.setPhase('copyingToVault');
  await copySeed(azure, place, seed, control);
  await jobs.update(jobId, 'vault.copied', (current) => ({
    vault: { ...vaultRecordOf(current, clock.now()), copiedAt: clock.now().toISOString() },
  }));
  control.setPhase('verifyingVault');
  control.report({ doneBytes: 0, doneFiles: 0 });
  await verifyCopy(context, place, control);
  control.setPhase('registeringPoint');
  await jobs.update(jobId, 'vault.verified', (current) => {
    const vault = vaultRecordOf(current, clock.now());
    const point = initialPoint(current, place, seed);
    return {
      phase: 'vaulted',
      vault: {
        ...vault,
        copiedAt: vault.copiedAt ?? clock.now().toISOString(),
        verifiedAt: clock.now().toISOString(),
        points: [point, ...vault.points.filter(({ id }) => id !== point.id)],
      },
    };
  });
}
