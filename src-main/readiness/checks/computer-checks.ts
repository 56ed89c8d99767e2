import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { unreachableError } from '../../azure/azure-errors.ts';
import { trustCertificateAuthority } from '../../platform/node/trust.ts';
import type { CloudDirectory } from '../../platform/ports/cloud-directory.ts';
import type { ComputerFacts } from '../../platform/ports/computer-facts.ts';
import { type Finding, fail, notApplicable, pass, type ReadinessCheck, warning } from '../readiness-check.ts';

/** Practice drives are folders: nothing of the computer stands in their way. */
const inPractice = ({ cloudId }: JobSnapshot): Finding | undefined =>
  cloudId === 'practice' ? notApplicable('practice') : undefined;

/** R117. */
export function createElevatedCheck(computer: ComputerFacts): ReadinessCheck {
  return {
    id: 'elevated',
    applicable: inPractice,
    run: async () => ((await computer.isElevated()) ? pass() : fail('notElevated')),
  };
}

/** R111. */
export function createBitLockerCheck(computer: ComputerFacts): ReadinessCheck {
  return {
    id: 'bitLockerAvailable',
    applicable: inPractice,
    run: async () => ((await computer.hasBitLocker()) ? pass() : fail('missing')),
  };
}

/** Access lists and extended attributes of POSIX systems are read by programs that are not everywhere. */
export function createAttributesCheck(computer: ComputerFacts): ReadinessCheck {
  return {
    id: 'attributesSaved',
    run: async () => ((await computer.readsAttributes?.()) === false ? warning('programMissing') : pass()),
  };
}

/** R114: the sign-in page of the cloud answers. Needs no sign-in. */
export function createAzureReachableCheck(clouds: CloudDirectory): ReadinessCheck {
  return {
    id: 'azureReachable',
    run: async ({ job, signal }) => {
      const { endpoints, tenant, certificateAuthority } = await clouds.connect(job.cloudId);
      if (certificateAuthority !== undefined) trustCertificateAuthority(certificateAuthority);
      const url = `${endpoints.authority}/${tenant}/v2.0/.well-known/openid-configuration`;
      try {
        const answer = await fetch(url, { signal });
        await answer.body?.cancel();
        return answer.ok
          ? pass('ok', { host: new URL(url).host })
          : fail('refused', { params: { status: answer.status } });
      } catch (error) {
        throw unreachableError(job.cloudId, error);
      }
    },
  };
}

/** R116: when the source is a virtual machine, its disks must be prepared on another, physical computer. */
export function createNotSourceVirtualMachineCheck(computer: ComputerFacts): ReadinessCheck {
  return {
    id: 'notSourceVirtualMachine',
    applicable: inPractice,
    run: async ({ job }) => {
      const isSource = job.machineName.toLowerCase() === computer.machineName.toLowerCase();
      if (!isSource) return pass('otherComputer', { source: job.machineName });
      switch (job.staging?.sourceIsVirtualMachine) {
        case true:
          return fail('sameVirtualMachine', { params: { source: job.machineName } });
        case false:
          return pass();
        case undefined:
          return { state: 'warning', finding: 'unknown' };
      }
    },
  };
}
