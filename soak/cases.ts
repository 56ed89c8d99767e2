/** @file All cases of `npm run soak`, one module each. */
import type { SoakCase } from './common/soak-case.ts';
import { diskKills } from './disk-kills/disk-kills.ts';
import { furtherJob } from './further-job/further-job.ts';
import { otherReader } from './other-reader/other-reader.ts';
import { stagingFlips } from './staging-flips/staging-flips.ts';
import { stagingFuzz } from './staging-fuzz/staging-fuzz.ts';
import { stagingKills } from './staging-kills/staging-kills.ts';
import { systemDisk } from './system-disk/system-disk.ts';

export const soakCases: readonly SoakCase[] = [
  stagingKills,
  stagingFlips,
  stagingFuzz,
  otherReader,
  diskKills,
  furtherJob,
  systemDisk,
];
