import { describe, expect, it, vi } from 'vitest';

const created: { options: unknown; url: string }[] = [];
const electron = vi.hoisted(() => ({ isPackaged: true }));

vi.mock('electron', () => ({
  app: {
    getName: () => 'Offline Backup Wizard',
    get isPackaged() {
      return electron.isPackaged;
    },
  },
  BrowserWindow: class {
    constructor(options: unknown) {
      created.push({ options, url: '' });
    }
    removeMenu(): void {}
    once(): void {}
    async loadURL(url: string): Promise<void> {
      const last = created.at(-1);
      if (last !== undefined) last.url = url;
    }
  },
}));

const { createWizardWindow } = await import('./window.ts');

describe('createWizardWindow', () => {
  it('isolates the page and loads our scheme', () => {
    createWizardWindow('/app/dist-main');
    expect(created.at(-1)).toMatchObject({
      url: 'app://wizard/index.html',
      options: {
        webPreferences: {
          contextIsolation: true,
          sandbox: true,
          nodeIntegration: false,
          nodeIntegrationInWorker: false,
          nodeIntegrationInSubFrames: false,
          webviewTag: false,
          devTools: false,
        },
      },
    });
  });

  it('has DevTools during development only', () => {
    electron.isPackaged = false;
    createWizardWindow('/app/dist-main');
    expect(created.at(-1)).toMatchObject({ options: { webPreferences: { devTools: true } } });
  });
});
