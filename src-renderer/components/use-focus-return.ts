import { useLayoutEffect } from 'react';

/**
 * Gives the focus back to what opened a dialog, once it closes; to the title of the page when the opener is gone. Fluent does so
 * only for its own triggers, and its targets for others take the focus also while the dialog is still filling.
 */
export function useFocusReturn(isOpen: boolean): void {
  // Before any effect moves the focus into the dialog.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const opener = document.activeElement;
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        const target = opener?.isConnected === true && opener !== document.body ? opener : undefined;
        const title = document.querySelector<HTMLElement>('main h1');
        (target instanceof HTMLElement ? target : title)?.focus();
      });
    };
  }, [isOpen]);
}
