/** @file Electron's end of the bridge: the only file that listens to or sends IPC. */
import type { IpcMain, WebContents } from 'electron';
import type { Application } from '../application.ts';
import { eventChannel, invokeChannel } from './channels.ts';

/** Answers the page's calls; who asks is taken from Electron, never from the message. */
export function serveCalls(ipcMain: Pick<IpcMain, 'handle'>, application: Application): void {
  ipcMain.handle(invokeChannel, (event, channel: unknown, input: unknown) => {
    const frame = event.senderFrame;
    return application.dispatch(
      channel,
      input,
      frame === null ? undefined : { url: frame.url, isTopFrame: frame.parent === null },
    );
  });
}

/** Sends every event to a window's page. @returns a function that ends it */
export function sendEvents(
  contents: Pick<WebContents, 'send' | 'isDestroyed'>,
  application: Application,
): () => void {
  return application.onEvent((name, payload) => {
    if (!contents.isDestroyed()) contents.send(eventChannel, name, payload);
  });
}
