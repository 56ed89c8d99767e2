import { useDialogContext_unstable } from '@fluentui/react-components';
import { type RefObject, useEffect } from 'react';

/** Parts that a dialog opens outside of itself and that may have the focus. */
const ownLayers = '[role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"], [role="tooltip"]';
const focusable =
  'button:not([disabled]), input:not([disabled]), textarea:not([disabled]), a[href], [tabindex="0"]';

/**
 * Brings the focus back into an open dialog when it went to the page behind. Fluent traps the focus only once it is inside; a Tab that is
 * pressed while a slow computer still fills the dialog gets past that, and the dialog is then hidden from screen readers.
 * @param part any element of the dialog
 */
export function useFocusKept(part: RefObject<HTMLElement | null>): void {
  const isOpen = useDialogContext_unstable((context) => context.open);
  useEffect(() => {
    const surface = part.current?.closest<HTMLElement>('[role="dialog"], [role="alertdialog"]');
    if (!isOpen || surface === null || surface === undefined) return;
    const bringBack = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element) || surface.contains(target)) return;
      // Fluent's own markers around the dialog lead into it by themselves.
      if (target.closest(ownLayers) !== null || target.hasAttribute('data-tabster-dummy')) return;
      surface.querySelector<HTMLElement>(focusable)?.focus();
    };
    document.addEventListener('focusin', bringBack);
    return () => document.removeEventListener('focusin', bringBack);
  }, [isOpen, part]);
}
