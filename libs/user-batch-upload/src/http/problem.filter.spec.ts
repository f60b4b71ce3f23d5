import { expect, test } from '@jest/globals';
import {
  type ArgumentsHost,
  BadRequestException,
  ForbiddenException,
  HttpException,
  Logger,
  ServiceUnavailableException,
} from '@nestjs/common';
import express, { type Request } from 'express';
import { Refusal } from '../problems/refusal.js';
import { ProblemFilter } from './problem.filter.js';

Logger.overrideLogger(false);

/** The answer that the filter gives to a request that fails with this. */
function answerTo(exception: unknown, acceptLanguage = 'en') {
  const answer = {
    status: 0,
    type: '',
    body: {} as Record<string, unknown>,
    headers: {} as Record<string, string>,
  };
  const response = {
    headersSent: false,
    status: (status: number) => Object.assign(response, void (answer.status = status)),
    type: (type: string) => Object.assign(response, void (answer.type = type)),
    vary: (header: string) => Object.assign(response, void (answer.headers['Vary'] = header)),
    set: (name: string, value: string) =>
      Object.assign(response, void (answer.headers[name] = value)),
    send: (text: string) => void (answer.body = JSON.parse(text)),
  };
  const request = Object.assign(Object.create(express.request) as Request, {
    headers: { 'accept-language': acceptLanguage },
  });
  const host = {
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => response }),
  };
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

test('a refusal of the library is in the language of the request, and says so', () => {
  const faults = [
    { code: 'COLUMN_MISSING' as const, column: 'Office', params: { column: 'Office' } },
  ];
  const refusal = new Refusal('HEADER_INVALID', { faults, more: 0 }, faults);
  const answer = answerTo(refusal, 'de-AT,de;q=0.9,en;q=0.8');
  expect(answer.headers).toEqual({ Vary: 'Accept-Language', 'Content-Language': 'de' });
  expect(answer.body).toMatchObject({
    code: 'HEADER_INVALID',
    detail: expect.stringMatching(/^Die Spalten stimmen nicht .* Die Spalte „Office“ fehlt\. /),
    errors: [{ code: 'COLUMN_MISSING', column: 'Office', message: 'Die Spalte „Office“ fehlt.' }],
  });
  expect(answer.body['errors']).not.toEqual([
    expect.objectContaining({ params: expect.anything() }),
  ]);
  expect(answerTo(refusal, 'fr').body['detail']).toBe(refusal.detail);
});

test('a text of the host stays as it is, in any language', () => {
  const answer = answerTo(new Refusal('OURS', 'Ask the front desk.'), 'de');
  expect(answer).toMatchObject({ headers: {}, body: { detail: 'Ask the front desk.' } });
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

test('the response to a bug does not have its text', () => {
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
