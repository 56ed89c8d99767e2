import { DialogTitle } from '@fluentui/react-components';
import { type ReactNode, useRef } from 'react';
import { useAppInfo } from '../app/app-info.tsx';
import { PracticeBadge } from './practice-badge.tsx';
import { useFocusKept } from './use-focus-kept.ts';

/** Title of a dialog; in practice mode the badge stands beside it, as on every page. It also keeps the focus in the dialog. */
export function DialogHeading(props: { readonly children: ReactNode }) {
  const { isPractice } = useAppInfo();
  const title = useRef<HTMLSpanElement>(null);
  useFocusKept(title);
  return (
    <DialogTitle action={isPractice ? <PracticeBadge /> : null}>
      <span ref={title}>{props.children}</span>
    </DialogTitle>
  );
}
