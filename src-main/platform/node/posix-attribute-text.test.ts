import { describe, expect, it } from 'vitest';
import { attributeText, parseAttributeText, parseFailures } from './posix-attribute-text.ts';

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('the text of getfattr and setfattr', () => {
  it('is read with all that it quotes', () => {
    const output = [
      '# file: /data/a\\012b\\134c',
      'user.z=0sAQI=',
      'user.a\\075b=0s',
      'user.empty=""',
      'user.bare',
      latin1('user.ü=0sAw=='),
      '',
      '# file: /data/\xff',
      'security.selinux=0sAA==',
      '',
      '',
    ].join('\n');
    expect([...parseAttributeText(output)]).toEqual([
      [
        '/data/a\nb\\c',
        [
          ['user.a=b', ''],
          ['user.bare', ''],
          ['user.empty', ''],
          ['user.z', 'AQI='],
          ['user.ü', 'Aw=='],
        ],
      ],
      ['/data/\xff', [['security.selinux', 'AA==']]],
    ]);
  });

  it('is read again as it was written', () => {
    const path = '/odd\n\r\\\xff';
    const attributes = [
      ['user.=\\\n', 'AQ=='],
      ['user.none', ''],
      ['user.ü', 'Ag=='],
    ] as const;
    expect([...parseAttributeText(attributeText(path, attributes))]).toEqual([[path, attributes]]);
  });

  it('names the files that something went wrong with', () => {
    const paths = new Set(['/a: b', '/c', '/d\n', '/fine']);
    const said = [
      'getfattr: /a: b: No such file or directory',
      '/c: security.x: Permission denied',
      'setfattr: /d\\012: Operation not supported',
      'setfattr: /d\\012: Operation not permitted',
      'getfattr: Warning: something else',
    ].join('\n');
    expect([...parseFailures(said, paths)]).toEqual([
      ['/a: b', 'No such file or directory'],
      ['/c', 'Permission denied'],
      ['/d\n', 'Operation not supported'],
    ]);
  });
});
