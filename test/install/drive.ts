import assert from 'node:assert/strict';
import { csv, person } from '../e2e/csv.ts';

interface Answer {
  status: number;
  body: any;
}

/** Goes through template, upload, review and Finish of a host, as its page does. */
export async function drive(url: string): Promise<void> {
  const page = await fetch(`${url}/users/upload`);
  assert.match(await page.text(), /<user-batch-upload/);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const api = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${url}/user-batch-upload${path}`, {
      ...init,
      headers: { cookie },
    });
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: await (isJson ? response.json() : response.text()) };
  };

  assert.equal((await fetch(`${url}/user-batch-upload/options`)).status, 401);
  assert.match((await api('/ui.js')).body, /customElements\.define/);
  // The guard reads metadata of Nest that is not part of its API.
  assert.equal((await api('/options?unknown=1')).body.code, 'VALIDATION');

  const [header = ''] = (await api('/template.csv')).body.replace(/^\uFEFF/, '').split(/\r?\n/);
  const { body: options } = await api('/options');
  const form = new FormData();
  form.set('roleId', options.roles.find(({ name }: { name: string }) => name === 'Staff').id);
  const rows = [
    person({ 'Email Address': 'ana@new.example', Office: 'North' }),
    person({ 'Email Address': 'ben@new.example', Office: 'Nowhere' }),
    person({ 'Email Address': 'ADMIN@northwind.example', Office: 'South' }),
  ];
  form.set('file', new Blob([csv(header.split(','), rows)]), 'users.csv');
  let { body: load } = await api('/loads', { method: 'POST', body: form });
  while (load.status === 'STAGING') load = (await api(`/loads/${load.id}`)).body;
  assert.partialDeepStrictEqual(load.counts, { create: 1, update: 1, invalid: 1 });

  const { body: review } = await api(`/loads/${load.id}/rows`);
  assert.equal(review.items.length, 3);

  assert.equal((await api(`/loads/${load.id}/finish`, { method: 'POST' })).status, 202);
  do load = (await api(`/loads/${load.id}`)).body;
  while (load.status === 'FINISHING');
  assert.partialDeepStrictEqual(load.outcome, { created: 1, updated: 1 });

  const users = (await (await fetch(`${url}/users`)).json()) as { email: string }[];
  assert.equal(
    users.map(({ email }) => email.toLowerCase()).join(' '),
    'admin@northwind.example ana@new.example',
  );
}
