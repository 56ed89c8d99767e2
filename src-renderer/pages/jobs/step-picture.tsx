import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { WizardPage } from '../../../src-shared/domain/pages.ts';

const useStyles = makeStyles({
  picture: { width: '80px', height: '80px', flexShrink: 0 },
  ground: { fill: tokens.colorBrandBackground2 },
  body: { fill: tokens.colorNeutralBackground1, stroke: tokens.colorBrandStroke1, strokeWidth: 2 },
  accent: { fill: tokens.colorBrandBackground },
  line: {
    fill: 'none',
    stroke: tokens.colorBrandStroke1,
    strokeWidth: 2.5,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  },
});

type Classes = ReturnType<typeof useStyles>;

const drawings: Readonly<Record<WizardPage, (classes: Classes) => ReactNode>> = {
  initiate: ({ body, accent, line }) => (
    <>
      <rect className={body} x="20" y="18" width="24" height="44" rx="3" />
      <path className={line} d="M26 27h12M26 34h12" />
      <circle className={accent} cx="32" cy="53" r="3" />
      <path className={line} d="M48 40h12m0 0-5-5m5 5-5 5" />
    </>
  ),
  prepareDisks: ({ body, accent, line }) => (
    <>
      <rect className={body} x="18" y="22" width="30" height="36" rx="3" />
      <circle className={line} cx="33" cy="36" r="8" />
      <circle className={accent} cx="33" cy="36" r="2.5" />
      <path className={line} d="M24 52h8" />
      <rect className={accent} x="44" y="44" width="18" height="15" rx="2.5" />
      <path className={line} d="M48 44v-4a5 5 0 0 1 10 0v4" />
    </>
  ),
  shipping: ({ body, accent, line }) => (
    <>
      <rect className={body} x="14" y="28" width="30" height="24" rx="2" />
      <path className={body} d="M44 34h12l8 9v9H44z" />
      <circle className={accent} cx="26" cy="54" r="5" />
      <circle className={accent} cx="54" cy="54" r="5" />
      <path className={line} d="M22 37h14M22 43h8" />
    </>
  ),
  monitor: ({ body, accent, line }) => (
    <>
      <path
        className={body}
        d="M26 56h29a11 11 0 0 0 1.500-21.900A17 17 0 0 0 24 33.500 11.500 11.500 0 0 0 26 56z"
      />
      <path className={line} d="M40 51V38m0 0-5.500 5.500M40 38l5.500 5.500" />
      <circle className={accent} cx="60" cy="24" r="6" />
    </>
  ),
  recover: ({ body, accent, line }) => (
    <>
      <path
        className={body}
        d="M16 26a3 3 0 0 1 3-3h13l5 5h24a3 3 0 0 1 3 3v25a3 3 0 0 1-3 3H19a3 3 0 0 1-3-3z"
      />
      <circle className={accent} cx="40" cy="43" r="11" />
      <path
        className={line}
        d="m35 43 3.800 3.800L46 39.500"
        style={{ stroke: tokens.colorNeutralBackground1 }}
      />
    </>
  ),
};

/** Small picture of a step; the words stand below it. */
export function StepPicture(props: { readonly page: WizardPage }) {
  const classes = useStyles();
  return (
    <svg className={classes.picture} viewBox="0 0 80 80" aria-hidden="true">
      <circle className={classes.ground} cx="40" cy="40" r="38" />
      {drawings[props.page](classes)}
    </svg>
  );
}
