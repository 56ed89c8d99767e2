import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { PracticeWorld } from '../../practice/world/practice-world.ts';
import type { CloudDirectory } from '../ports/cloud-directory.ts';
import { scriptedBrowser } from './scripted-browser.ts';

/**
 * The practice cloud. Ports may differ at every start and another process may own the world, so its file is read for every
 * connection and an attached world is asked whether it is still there.
 */
export function practiceCloudDirectory(
  world: Pick<PracticeWorld, 'endpoints' | 'control' | 'isOwner'>,
): CloudDirectory {
  return {
    isPractice: true,
    async connect(cloudId) {
      if (cloudId !== 'practice') {
        throw new AppError({ kind: 'user', code: 'practice.onlyInPractice', params: { cloudId } });
      }
      const endpoints = await world.endpoints();
      if (!world.isOwner) await world.control.status();
      const { authority, resourceManager, graph, certificateAuthority } = endpoints;
      return {
        cloudId,
        endpoints: { authority, resourceManager, graph, storageSuffix: 'localhost', portal: authority },
        applicationId: endpoints.applicationId,
        tenant: endpoints.tenantId,
        knownAuthorities: [new URL(authority).host],
        blobServiceUrl: (storageAccount) => endpoints.blobServiceUrl(storageAccount),
        certificateAuthority,
        browser: scriptedBrowser(certificateAuthority, new URL(authority).origin),
      };
    },
  };
}
