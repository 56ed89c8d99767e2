import { makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useAppInfo } from '../app-info.tsx';
import { FooterElementProvider } from '../page-slots.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { PracticeStrip } from './practice-strip.tsx';
import { StepList } from './step-list.tsx';
import { TitleBar } from './title-bar.tsx';

const useStyles = makeStyles({
  frame: {
    height: '100%',
    display: 'grid',
    gridTemplateRows: 'auto auto minmax(0, 1fr)',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  body: {
    display: 'grid',
    gridTemplateColumns: '232px minmax(0, 1fr)',
    minHeight: 0,
    '@media (max-width: 860px)': { gridTemplateColumns: '168px minmax(0, 1fr)' },
  },
  content: {
    display: 'grid',
    gridTemplateRows: 'auto minmax(0, 1fr) auto',
    minHeight: 0,
    minWidth: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    borderTopLeftRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow4,
    // Drawn by forced colours only, which drop the shadow.
    outline: '1px solid transparent',
    outlineOffset: '-1px',
  },
  page: {
    overflowY: 'auto',
    overflowX: 'hidden',
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL}`,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    '@media (max-width: 860px)': {
      paddingLeft: tokens.spacingHorizontalL,
      paddingRight: tokens.spacingHorizontalL,
    },
    // The page scrolls; its parts keep their height.
    '& > *': { flexShrink: 0 },
  },
  footer: {
    display: 'flex',
    alignItems: 'center',
    boxSizing: 'border-box',
    minHeight: '57px',
    gap: tokens.spacingHorizontalL,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXXL}`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    ':empty': { display: 'none' },
  },
});

/** The window: title bar, practice strip, step list at the left, page with its footer at the right. */
export function Frame(props: { readonly children: ReactNode }) {
  const styles = useStyles();
  const { isPractice } = useAppInfo();
  const [footer, setFooter] = useState<HTMLElement | null>(null);
  return (
    <div className={styles.frame}>
      <TitleBar />
      {isPractice ? <PracticeStrip /> : <div />}
      <div className={styles.body}>
        <StepList />
        <div className={styles.content}>
          <ConnectionBanner />
          <main className={styles.page}>
            <FooterElementProvider value={footer}>{props.children}</FooterElementProvider>
          </main>
          <footer ref={setFooter} className={styles.footer} />
        </div>
      </div>
    </div>
  );
}
