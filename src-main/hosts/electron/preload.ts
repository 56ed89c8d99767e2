/**
 * @file Sandboxed preload of the Electron window, bundled to one CommonJS file. Exposes named functions only: no ipcRenderer, no event object,
 * no channel name from the page.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { createBridge } from '../../../src-shared/contract/bridge.ts';
import { callNames, eventNames } from '../../../src-shared/contract/channels.ts';
import { eventChannel, invokeChannel } from './channels.ts';

const bridge = createBridge(
  {
    invoke: (channel, input) => ipcRenderer.invoke(invokeChannel, channel, input),
    subscribe(channel, listener) {
      const onEvent = (_event: IpcRendererEvent, name: unknown, payload: unknown): void => {
        if (name === channel) listener(payload);
      };
      ipcRenderer.on(eventChannel, onEvent);
      return () => {
        ipcRenderer.off(eventChannel, onEvent);
      };
    },
  },
  callNames,
  eventNames,
);

contextBridge.exposeInMainWorld('offlineBackup', bridge);
