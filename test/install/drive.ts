import { expect } from '@jest/globals';
import { csv, person } from '../e2e/csv.js';

/** Goes through template, upload, review and Finish of a host, as its page does. */
export async function drive(url: string): Promise<void> {
  const signIn = await fetch(`${url}/users/upload`);
  expect(await signIn.text()).toContain('<user-batch-upload');
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const api = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}/user-batch-upload${path}`, {
      ...init,
      headers: { cookie },
    });
    const text = await response.text();
    return {
      status: response.status,
      body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
    };
  };

  expect((await fetch(`${url}/user-batch-upload/options`)).status).toBe(401);
  expect((await api('/ui.js')).body).toContain('customElements.define');

  const template = await api('/template.csv');
  const headers = template.body
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)[0]
    .split(',');
  expect(headers).toContain('Email Address');

  const { body: options } = await api('/options');
  const form = new FormData();
  form.set('roleId', options.roles.find(({ name }: { name: string }) => name === 'Staff').id);
  const rows = [
    person({ 'Email Address': 'ana@new.example', Office: 'North' }),
    person({ 'Email Address': 'ben@new.example', Office: 'Nowhere' }),
    person({ 'Email Address': 'ADMIN@northwind.example', Office: 'South' }),
  ];
  form.set('file', new Blob([csv(headers, rows)]), 'users.csv');
  const { body: load } = await api('/loads', { method: 'POST', body: form });
  expect(load).toMatchObject({ counts: { create: 1, update: 1, invalid: 1 } });

  const { body: review } = await api(`/loads/${load.id}/rows`);
  expect(review.items.map(({ action }: { action: string }) => action)).toHaveLength(3);

  expect((await api(`/loads/${load.id}/finish`, { method: 'POST' })).status).toBe(202);
  let finished = (await api(`/loads/${load.id}`)).body;
  while (finished.status === 'FINISHING') finished = (await api(`/loads/${load.id}`)).body;
  expect(finished).toMatchObject({ status: 'FINISHED', outcome: { created: 1, updated: 1 } });

  const users = (await (await fetch(`${url}/users`)).json()) as { email: string }[];
  expect(users.map(({ email }) => email)).toEqual(['admin@northwind.example', 'ana@new.example']);
}
