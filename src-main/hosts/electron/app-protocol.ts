/** @file The `app:` scheme: serves the built renderer and nothing else. */
import { protocol } from 'electron';
import { electronOrigin } from '../../ipc/origin.ts';
import { loadAsset } from '../assets.ts';

/** Call before `ready`. Standard and secure, without any of the privileges that would weaken the policy. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: electronOrigin.protocol.slice(0, -1), privileges: { standard: true, secure: true } },
  ]);
}

/**
 * Call after `ready`.
 * @param rendererFolder folder of the built renderer, inside the archive when packaged
 */
export function serveAppScheme(rendererFolder: string): void {
  protocol.handle(electronOrigin.protocol.slice(0, -1), async (request) => {
    const asset = await loadAsset(rendererFolder, request, electronOrigin);
    if (asset === undefined) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(asset.body), { status: 200, headers: asset.headers });
  });
}
