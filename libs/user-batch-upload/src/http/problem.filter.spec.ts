import { expect, test } from '@jest/globals';
import {
  type ArgumentsHost,
  BadRequestException,
  ForbiddenException,
  HttpException,
  Logger,
  ServiceUnavailableException,
} from '@nestjs/common';
import { Refusal } from '../problems/refusal.js';
import { ProblemFilter } from './problem.filter.js';

Logger.overrideLogger(false);

/** The answer that the filter gives to a request that fails with this. */
function answerTo(exception: unknown) {
  const answer = { status: 0, type: '', body: {} as Record<string, unknown>, isDestroyed: false };
  const response = {
    headersSent: false,
    status: (status: number) => Object.assign(response, void (answer.status = status)),
    type: (type: string) => Object.assign(response, void (answer.type = type)),
    send: (text: string) => void (answer.body = JSON.parse(text)),
  };
  const host = { switchToHttp: () => ({ getResponse: () => response }) };
  new ProblemFilter().catch(exception, host as unknown as ArgumentsHost);
  return answer;
}

test('a refusal keeps its code, its text and its errors', () => {
  const errors = [{ code: 'COLUMN_MISSING', column: 'Office', message: 'Office is missing.' }];
  const answer = answerTo(new Refusal('HEADER_INVALID', 'The columns are others.', errors));
  expect(answer).toMatchObject({
    status: 422,
    type: 'application/problem+json',
    body: { status: 422, code: 'HEADER_INVALID', detail: 'The columns are others.', errors },
  });
});

test.each([
  ['a bad request', new BadRequestException('No.'), 400, 'VALIDATION'],
  ['a forbidden one', new ForbiddenException('No.'), 403, 'FORBIDDEN'],
  ['an unusual status', new HttpException('I am a teapot.', 418), 418, 'REQUEST_REFUSED'],
  [
    'an error of a body parser',
    Object.assign(new Error('Too long.'), { status: 413, expose: true }),
    413,
    'FILE_TOO_LARGE',
  ],
  ['a bug', new Error('a bug'), 500, 'SERVER_ERROR'],
  ['a thrown text', 'a thrown text', 500, 'SERVER_ERROR'],
])('%s is answered by its status and a stable code', (_what, exception, status, code) => {
  expect(answerTo(exception)).toMatchObject({ status, body: { status, code, errors: [] } });
});

test('the text of a bug is not told', () => {
  expect(JSON.stringify(answerTo(new Error('select secret')).body)).not.toContain('secret');
});

test('a failed health check keeps its indicators, also the one that is called `error`', () => {
  const error = { database: { status: 'down', message: 'connection refused' } };
  const details = { ...error, memory: { status: 'up' } };
  const { body } = answerTo(new ServiceUnavailableException({ status: 'error', error, details }));
  expect(body).toMatchObject({ code: 'UNAVAILABLE', status: 503, error, details });
});

test('the members that Nest writes into a body are not doubled', () => {
  const { body } = answerTo(new BadRequestException('No.'));
  expect(Object.keys(body).toSorted()).toEqual([
    'code',
    'detail',
    'errors',
    'status',
    'title',
    'type',
  ]);
});
