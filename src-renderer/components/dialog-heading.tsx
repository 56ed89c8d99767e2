import { DialogTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useAppInfo } from '../app/app-info.tsx';
import { PracticeBadge } from './practice-badge.tsx';

/** Title of a dialog; in practice mode the badge stands beside it, as on every page. */
export function DialogHeading(props: { readonly children: ReactNode }) {
  const { isPractice } = useAppInfo();
  return <DialogTitle action={isPractice ? <PracticeBadge /> : null}>{props.children}</DialogTitle>;
}
