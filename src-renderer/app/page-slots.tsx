import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { HelpButton } from './help-button.tsx';

const useStyles = makeStyles({
  header: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  top: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalL },
  title: {
    margin: 0,
    flexGrow: 1,
    minWidth: 0,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
  },
  description: { color: tokens.colorNeutralForeground2, maxWidth: '880px' },
  status: {
    flexGrow: 1,
    minWidth: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS, flexShrink: 0 },
});

const FooterElementContext = createContext<HTMLElement | null>(null);

/** Given by the frame: the element at the bottom of the window into which `PageFooter` draws. */
export const FooterElementProvider = FooterElementContext.Provider;

export interface PageHeaderProps {
  /** Title of the page, or of its current sub-step. Focus moves to it when the page opens and when the text changes. */
  readonly title: string;
  /** One sentence: what this page does and what it will not touch. */
  readonly description: ReactNode;
}

/** Title, help and sentence on top of every page. */
export function PageHeader(props: PageHeaderProps) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new page, also when the element stays.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('main')?.scrollTo({ top: 0 });
  }, [props.title]);
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {props.title}
        </h1>
        <HelpButton />
      </div>
      <Text className={styles.description}>{props.description}</Text>
    </header>
  );
}

export interface PageFooterProps {
  /** Short line at the left: what is saved, what is reachable, what the button waits for. */
  readonly status?: ReactNode;
  /** Buttons from left to right; the primary one last. */
  readonly children?: ReactNode;
}

/** Status line and buttons of the page, drawn at the bottom of the window. At most one per page. */
export function PageFooter(props: PageFooterProps) {
  const styles = useStyles();
  const element = useContext(FooterElementContext);
  if (element === null) return null;
  return createPortal(
    <>
      <div className={styles.status} role="status">
        {props.status}
      </div>
      <div className={styles.buttons}>{props.children}</div>
    </>,
    element,
  );
}
