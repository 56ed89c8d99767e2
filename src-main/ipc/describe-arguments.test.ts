import { describe, expect, it } from 'vitest';
import { describeArguments } from './describe-arguments.ts';

describe('describeArguments', () => {
  it('masks secrets at any depth', () => {
    const text = describeArguments({
      jobId: '1',
      passphrase: 'correct horse battery staple',
      disks: [
        { diskId: 'd', existingRecoveryPassword: '111111-222222' },
        { diskId: 'e', eraseTicket: 'abc' },
      ],
    });
    expect(text).not.toMatch(/horse|111111|abc/);
    expect(text).toContain('"jobId":"1"');
    expect(text.match(/\[redacted\]/g)).toHaveLength(3);
  });

  it('cuts long input', () => {
    expect(describeArguments({ text: 'x'.repeat(5000) })).toHaveLength(503);
  });
});
