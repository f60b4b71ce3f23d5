/** Compiled by `columns.spec.ts`: each marked line must be an error, and no other line. */
import {
  type ColumnName,
  RowRule,
  type RowRuleCheck,
  type RowUnderCheck,
  UserBatchUploadModule,
  PhoneHasTenDigits,
  type CheckContext,
} from 'user-batch-upload';
import { rowUnderCheck } from 'user-batch-upload/testing';

declare module 'user-batch-upload' {
  interface CustomColumns {
    'Shoe Size': true;
  }
}

@RowRule({ trial: true })
export class ShoesFit implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[], { columns }: CheckContext): void {
    for (const row of rows) {
      row.cell('Mobile Phone');
      row.touches('Shoe Size');
      row.after('Email Address');
      row.report({ column: 'Shoe Size', code: 'TOO_SMALL', message: 'Too small.' });
      row.report({ column: '', code: 'ODD', severity: 'warning', message: 'Odd.' });
      // @ts-expect-error A misspelt column.
      row.cell('Moblie Phone');
      // @ts-expect-error A misspelt column.
      row.touches('Moblie Phone');
      // @ts-expect-error A label that the host has not named.
      row.after('Hat Size');
      // @ts-expect-error A misspelt column.
      row.report({ column: 'Shoe size', code: 'TOO_SMALL', message: 'Too small.' });
      // @ts-expect-error No severity of this name.
      row.report({ column: '', code: 'ODD', severity: 'fatal', message: 'Odd.' });
      // The columns of the organisation, as they are at run time.
      for (const { header, field } of columns) {
        if (field?.kind !== 'NUMBER' || !row.touches(header)) continue;
        row.report({ column: field.label, code: 'NUMBER', message: row.after(header) });
      }
    }
  }
}

export const shoeSize: ColumnName = 'Shoe Size';
// @ts-expect-error Any text is no column.
export const anyText: ColumnName = 'Shoe Size'.toString();

rowUnderCheck({ cells: { 'First Name': 'Mia', 'Shoe Size': '38' } });
rowUnderCheck({ fields: [{ label: 'Hat Size', kind: 'NUMBER' }], cells: { 'Hat Size': '55' } });
// @ts-expect-error A misspelt column.
rowUnderCheck({ cells: { 'Frist Name': 'Mia' } });
rowUnderCheck({
  fields: [{ label: 'Hat Size', kind: 'NUMBER' }],
  // @ts-expect-error Not the label of one of the fields.
  cells: { 'Hat size': '55' },
});

type Mount = Parameters<typeof UserBatchUploadModule.forRoot>[0];
export const leaveOut: Pick<Mount, 'rules'> = { rules: { leaveOut: [PhoneHasTenDigits] } };
export const wrong: Pick<Mount, 'rules'> = {
  // @ts-expect-error No rule.
  rules: { leaveOut: [Date] },
};
