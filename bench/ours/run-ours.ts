/** @file A process of its own that does one piece of work through the staging service and prints what came of it as JSON. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { simulateStaging } from '../growth/simulate-staging.ts';
import { benchPassphrase } from '../peers/tool.ts';
import { processSize } from '../process/proc-files.ts';
import type { OursOutcome, OursWork } from './ours-work.ts';
import { createBenchControl, createBenchService, draftFor, importJobName } from './service.ts';

const descriptorFile = `${importJobName}.AIBBlob`;

async function doWork(work: OursWork): Promise<Omit<OursOutcome, 'workSeconds' | 'peakBytes'>> {
  const service = createBenchService(work.workers);
  const control = createBenchControl();
  const unlock = (folder: string): Promise<Uint8Array> =>
    service.unlock({ kind: 'folder', path: folder }, descriptorFile, benchPassphrase);
  switch (work.verb) {
    case 'backUp': {
      const draft = draftFor(work.source, work.staging);
      mkdirSync(work.staging, { recursive: true });
      const record = await service.backUp(
        { draft, passphrase: benchPassphrase, jobDetails: {}, waitsForSpace: true },
        control,
      );
      return { files: record.files, bytes: record.sourceBytes, warnings: control.warnings };
    }
    case 'backUpAgain': {
      mkdirSync(work.added, { recursive: true });
      const volumes = readdirSync(work.staging).filter((file) => /-\d{6}\.BaseBlob$/.test(file));
      const { items, exclusions, volumeBytes } = draftFor(work.source, work.staging);
      const result = await service.backUpIncrement(
        {
          previous: { location: { kind: 'folder', path: work.staging }, descriptorFile },
          dataKey: await unlock(work.staging),
          items,
          exclusions,
          outputFolder: work.added,
          nextVolumeNumber: volumes.length + 1,
          volumeBytes,
        },
        control,
      );
      return { files: result.changedFiles, bytes: result.addedBytes, warnings: control.warnings };
    }
    case 'restore': {
      const result = await service.restore(
        {
          location: { kind: 'folder', path: work.staging },
          descriptorFile,
          dataKey: await unlock(work.staging),
          selection: [],
          target: { kind: 'folder', path: work.target },
          conflict: 'skip',
        },
        control,
      );
      const warnings = [...control.warnings, ...result.failed.map((warning) => JSON.stringify(warning))];
      return { files: result.restoredFiles, bytes: result.restoredBytes, warnings };
    }
    case 'compare': {
      // A single root is restored right into the target, which was there before.
      const pairs = [{ expected: work.source, found: work.target, withOwnAttributes: false }];
      const result = await service.compare({ pairs, exclusions: [] }, control);
      const differences = result.differences.map((difference) => JSON.stringify(difference));
      return { files: result.files, bytes: result.bytes, warnings: [...control.warnings, ...differences] };
    }
    case 'simulate': {
      const { chunks } = await simulateStaging(work);
      return { files: chunks, bytes: work.sourceBytes, warnings: [] };
    }
  }
}

const work = JSON.parse(process.argv[2] ?? '') as OursWork;
const started = performance.now();
const outcome = await doWork(work);
const workSeconds = (performance.now() - started) / 1000;
// Not `process.resourceUsage()`: the kernel counts there what the process that started this one had in memory.
const peakBytes = processSize(readFileSync('/proc/self/status', 'latin1'))?.peakBytes ?? 0;
process.stdout.write(`${JSON.stringify({ ...outcome, workSeconds, peakBytes } satisfies OursOutcome)}\n`);
