import { notices as germanNotices } from './de/notices.js';
import { problems as germanProblems } from './de/problems.js';
import { fileFaults as germanFaults } from './de/file-refusals.js';
import { reasons as germanReasons } from './de/reasons.js';
import { refusals as germanRefusals, uploadFault as germanUploadFault } from './de/refusals.js';
import { report as germanReport, template as germanTemplate } from './de/template.js';
import { notices as englishNotices } from './en/notices.js';
import { problems as englishProblems } from './en/problems.js';
import { fileFaults as englishFaults } from './en/file-refusals.js';
import { reasons as englishReasons } from './en/reasons.js';
import { refusals as englishRefusals, uploadFault as englishUploadFault } from './en/refusals.js';
import { report as englishReport, template as englishTemplate } from './en/template.js';
import type { Language } from './language.js';

const ENGLISH = {
  problems: englishProblems,
  reasons: englishReasons,
  notices: englishNotices,
  template: englishTemplate,
  report: englishReport,
  refusals: englishRefusals,
  faults: { ...englishFaults, UPLOAD_INVALID: englishUploadFault },
};

/** All texts that the server writes. A language that lacks one does not compile. */
export type Texts = typeof ENGLISH;

const TEXTS: Record<Language, Texts> = {
  en: ENGLISH,
  de: {
    problems: germanProblems,
    reasons: germanReasons,
    notices: germanNotices,
    template: germanTemplate,
    report: germanReport,
    refusals: germanRefusals,
    faults: { ...germanFaults, UPLOAD_INVALID: germanUploadFault },
  },
};

/** The texts in a language. */
export const textsIn = (language: Language): Texts => TEXTS[language];
