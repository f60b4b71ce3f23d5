import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Language, LANGUAGES } from '../texts/language.js';

/** Browsers send some hundred characters. */
const LONGEST_HEADER = 1_000;

/** The language that the request's `Accept-Language` prefers; English if the library has none of its languages. */
export function languageOf(request: Pick<Request, 'headers' | 'acceptsLanguages'>): Language {
  const header = request.headers['accept-language'] ?? '';
  if (header.length > LONGEST_HEADER) return LANGUAGES[0];
  const best = request.acceptsLanguages([...LANGUAGES]);
  return LANGUAGES.find((language) => language === best) ?? LANGUAGES[0];
}

/** Says that the answer is in this language, and that it depends on what the request asked for. */
export const tellLanguage = (response: Response, language: Language): void =>
  void response.vary('Accept-Language').set('Content-Language', language);

/** The language of the request. */
export const RequestLanguage = createParamDecorator((_: unknown, context: ExecutionContext) =>
  languageOf(context.switchToHttp().getRequest<Request>()),
);
