import type { Language } from '../texts/language.js';
import type { NoticeParams } from '../texts/notice-parameters.js';
import { textsIn } from '../texts/texts-in.js';

/** An assumption made while reading the file, for the admin to check. `message` has the words or lines in question. */
export interface Notice {
  code: keyof NoticeParams;
  message: string;
  /** With `SHEET_ASSUMED`: the sheets to choose from. */
  sheets?: string[];
}

/** A notice whose message is made from its parameters, in the language of the load. */
export type CodedNotice = {
  [Code in keyof NoticeParams]: { code: Code; params: NoticeParams[Code]; sheets?: string[] };
}[keyof NoticeParams];

export function noticeIn(language: Language, { params, ...notice }: CodedNotice): Notice {
  const text = textsIn(language).notices[notice.code] as (values: typeof params) => string;
  return { ...notice, message: text(params) };
}
