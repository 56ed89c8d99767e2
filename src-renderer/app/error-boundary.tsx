import { Component, type ReactNode } from 'react';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import { ErrorPanel } from '../components/error-panel.tsx';

interface BoundaryState {
  readonly error: AppErrorData | undefined;
}

/** Keeps the frame alive when a page breaks: shows what is known, and lets the operator try again or go elsewhere. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static getDerivedStateFromError(cause: unknown): BoundaryState {
    const details = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return {
      error: { kind: 'internal', code: 'internal.unexpected', params: { incidentId: 'page' }, details },
    };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <ErrorPanel error={error} onRetry={() => this.setState({ error: undefined })} />;
  }
}
