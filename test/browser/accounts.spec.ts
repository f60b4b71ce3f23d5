import { afterEach, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { BrowserContext, Page } from 'playwright-core';
import { User } from '../../apps/platform/src/users/user.entity.js';
import { eventually } from '../e2e/client.js';
import { PASSWORD } from '../e2e/platform.js';
import { ADMIN, look as lookAt, onStage } from './stage.js';

/** Sign-in, sessions and account recovery, with the names that a person or a screen reader looks for. */

const stage = onStage();
const { faults } = stage;
const contexts: BrowserContext[] = [];
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

/** A separate browser context, signed in or not. */
async function tab(path: string, as?: string): Promise<Page> {
  const context = await stage.person(as);
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** Checks every page, which also has a title of its own. */
async function look(page: Page, name: string): Promise<void> {
  await lookAt(page, name);
  const heading = await page.getByRole('heading', { level: 1 }).textContent();
  expect(await page.title()).toBe(`${heading?.trim()} · Platform`);
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return `${activeElement?.tagName} ${activeElement?.id || activeElement?.textContent?.trim()}`;
  });

/** The link in the newest mail to this address. */
async function linkIn(email: string, list: string): Promise<string> {
  const folder = join(stage.platform.config.dataDir, 'mail');
  return eventually(async () => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
    const mails = await Promise.all(
      names.map(async (name) => simpleParser(await readFile(join(folder, name)))),
    );
    return mails
      .filter(({ to }) => to && !Array.isArray(to) && to.text.includes(email))
      .toSorted((a, b) => Number(b.date) - Number(a.date))
      .map(({ text }) => new RegExp(`/${list}/[\\w-]+`).exec(text ?? '')?.[0])
      .find((link) => link && !seenLinks.has(link));
  });
}
const seenLinks = new Set<string>();

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

const userId = async (search: string): Promise<string> =>
  (await stage.admin.get(`/api/users?search=${search}`)).body.items[0].id;

test('a refused sign-in shows one message and keeps the focus', async () => {
  const page = await tab('/sign-in');
  await look(page, 'sign-in');
  await signIn(page, ADMIN, 'wrong');
  await page.getByRole('alert').getByText('password is wrong').waitFor();
  expect(await focused(page)).toBe('INPUT field-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await eventually(async () => faults.length === 2);
  await page.getByRole('alert').getByText('password is wrong').waitFor();
  expect(await focused(page)).toBe('BUTTON Sign in');
  expect(await page.locator('.alert').count()).toBe(1);
  await look(page, 'sign-in-refused');
  expect(faults.splice(0)).toEqual(['401 /api/session', '401 /api/session']);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
});

test('a user of two organisations chooses one beside the form', async () => {
  const email = 'at.both@new.example';
  const em = stage.platform.app.get(EntityManager).fork();
  const admins = await em.find(User, { emailKey: { $like: 'admin@%' } });
  for (const { id: _, internalId: __, ...like } of admins.map((user) => ({ ...user })))
    em.create(User, { ...like, id: randomUUID(), internalId: null, email, emailKey: email });
  await em.flush();
  const page = await tab('/sign-in');
  await signIn(page, email, PASSWORD);
  await page.getByText('You belong to several organisations').waitFor();
  expect(await focused(page)).toBe('SELECT field-organisationId');
  await look(page, 'sign-in-organisation');
  expect(faults.splice(0)).toEqual(['409 /api/session']);
  await page.getByLabel('Organisation').selectOption({ label: 'Contoso Clinics' });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
});

test('an unreachable platform is reported, and sign-in works when it is back', async () => {
  const page = await tab('/sign-in');
  await page.route('**/api/session', (route) => route.abort());
  await signIn(page, ADMIN, PASSWORD);
  await page.getByRole('alert').getByText('can’t be reached').waitFor();
  await page.unroute('**/api/session');
  await page.route('**/api/session', (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
  );
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('does not respond').waitFor();
  expect(faults.splice(0)).toEqual(['502 /api/session']);
  await page.unroute('**/api/session');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Batch Upload', exact: true }).waitFor();
});

test('the link in a mail resets a forgotten password once', async () => {
  const email = 'viewer@northwind.example';
  const page = await tab('/sign-in');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await page.getByRole('heading', { name: 'Forgot password?' }).waitFor();
  await page.getByLabel('Email').fill(email);
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('a mail with a link is on its way').waitFor();
  await look(page, 'forgot-password');
  const link = await linkIn(email, 'password-resets');

  await page.goto(link);
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
  await look(page, 'password-reset');
  await page.getByLabel('New password').fill('a password of my own');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('Your password is set').waitFor();
  expect(await focused(page)).toBe('A Sign in');
  await look(page, 'password-reset-done');
  await page.keyboard.press('Enter');
  await signIn(page, email, 'a password of my own');
  await page.getByText('You may not use this page').waitFor();

  await page.goto(link);
  await page.getByLabel('New password').fill('another password');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('no longer works').waitFor();
  expect(faults.splice(0)).toEqual([expect.stringMatching(/^410 .*password-resets/)]);
  expect(await focused(page)).toBe('A Request a new link');
  await look(page, 'password-reset-ended');
});

test('an administrator edits a user, and errors appear beside the field', async () => {
  const id = await userId('ben.okafor');
  const page = await tab('/settings/users', ADMIN);
  await page.getByRole('link', { name: 'Ben Okafor' }).click();
  await page.getByRole('heading', { name: 'Ben Okafor' }).waitFor();
  await look(page, 'user');

  await page.getByLabel('Mobile phone', { exact: true }).fill('555');
  await page.getByLabel('Weekly Hours').fill('many');
  await page.keyboard.press('Enter');
  const phone = page.getByLabel('Mobile phone', { exact: true });
  await eventually(async () => (await phone.getAttribute('aria-invalid')) === 'true');
  await page.getByText('Mobile phone must be exactly 10 digits').waitFor();
  expect(await focused(page)).toBe('INPUT field-mobilePhone');
  expect(await page.locator('.alert').count()).toBe(0);
  await look(page, 'user-refused');

  await phone.fill('5551234567');
  await page.keyboard.press('Enter');
  await page.getByText('Weekly Hours must be a number').waitFor();
  await page.getByLabel('Weekly Hours').fill('12.5');
  await page.getByLabel('Email').fill(ADMIN);
  await page.keyboard.press('Enter');
  await page.getByText('Another user has this email address').waitFor();
  expect(await focused(page)).toBe('INPUT field-email');
  expect(faults.splice(0).every((fault) => /^(400|409) .*users/.test(fault))).toBe(true);

  await page.getByLabel('Email').fill('ben');
  await page.getByLabel('First name').fill('');
  await page.getByLabel('Last name').fill('');
  await page.keyboard.press('Enter');
  await page.getByText('Email must be an email address, such as').waitFor();
  await page.getByText('First name must have a letter or digit').waitFor();
  expect(await focused(page)).toBe('INPUT field-firstName');
  await page.getByLabel('First name').fill('Ben');
  await page.getByLabel('Email').fill('ben@new.example');
  await page.keyboard.press('Enter');
  await page.getByText('An Individual needs a last name.').waitFor();
  expect(await focused(page)).toBe('INPUT field-lastName');
  expect(faults.splice(0)).toHaveLength(2);

  await page.getByLabel('Last name').fill('Okafor-Reyes');
  await page.getByLabel('Office').selectOption({ label: 'West Clinic' });
  await page.getByLabel('Role').selectOption({ label: 'Staff' });
  await page.getByLabel('Remote').selectOption({ label: 'Yes' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
  await look(page, 'user-saved');
  const notice = page.getByText('Saved.');
  const edge = await notice.evaluate((one) => getComputedStyle(one).borderLeftColor);
  expect(edge).toBe('rgb(23, 101, 59)');
  await page.getByRole('heading', { name: 'Ben Okafor-Reyes' }).waitFor();
  expect(await page.title()).toBe('Ben Okafor-Reyes · Platform');
  expect((await stage.admin.get(`/api/users/${id}`)).body).toMatchObject({
    email: 'ben@new.example',
    lastName: 'Okafor-Reyes',
    office: { name: 'West Clinic' },
    mobilePhone: '5551234567',
    customFields: { 'Weekly Hours': '12.5', Remote: 'Yes' },
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Nothing was changed.').waitFor();
});

test('the list of users has the organisation’s own word for an office', async () => {
  const page = await tab('/settings/users', 'admin@contoso.example');
  await page.getByRole('columnheader', { name: 'Location' }).waitFor();
  await page.getByRole('cell', { name: 'Active', exact: true }).first().waitFor();
  await look(page, 'users');
});

test('the browser asks before it drops what was entered in a form', async () => {
  const page = await tab(`/settings/users/${await userId('chloe')}`, ADMIN);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  const last = page.getByLabel('Last name');
  await last.press('End');
  await page.keyboard.type('-Reyes');
  await page.reload();
  expect(asked.splice(0)).toEqual(['beforeunload']);
  await last.press('End');
  await page.keyboard.type('x');
  await page.keyboard.press('Backspace');
  await page.reload();
  await last.waitFor();
  expect(asked).toEqual([]);
});

test('only changed fields are sent: another administrator’s change stays', async () => {
  const id = await userId('emi.tanaka');
  const page = await tab(`/settings/users/${id}`, ADMIN);
  await page.getByLabel('Employee Notes').fill('on two\nlines');
  await stage.admin.patch(`/api/users/${id}`, { mobilePhone: '5550001111' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
  expect((await stage.admin.get(`/api/users/${id}`)).body).toMatchObject({
    mobilePhone: '5550001111',
    customFields: { 'Employee Notes': 'on two\nlines' },
  });
  expect(await page.getByLabel('Mobile phone', { exact: true }).inputValue()).toBe('5550001111');
});

test('an invitation is sent, sent again and accepted; the user page shows its state', async () => {
  const id = await userId('emi.tanaka');
  const { email } = (await stage.admin.get(`/api/users/${id}`)).body;
  await stage.admin.patch(`/api/users/${id}`, { status: 'ACTIVE' });
  const page = await tab(`/settings/users/${id}`, ADMIN);
  await page.getByText('No invitation was sent.').waitFor();
  // The form keeps its input meanwhile.
  await page.getByLabel('Last name').fill('Tanaka-Ito');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByRole('status').getByText(`The invitation was sent to ${email}`).waitFor();
  const first = await linkIn(email, 'invitations');
  seenLinks.add(first);
  const again = page.getByRole('button', { name: 'Send again' });
  await again.click();
  const second = await linkIn(email, 'invitations');
  await page.getByText(/Sent to .* The link works until/).waitFor();
  expect(await focused(page)).toBe('BUTTON Send again');
  expect(await page.getByLabel('Last name').inputValue()).toBe('Tanaka-Ito');
  await look(page, 'user-invited');

  const guest = await tab(first);
  await guest.getByRole('alert').getByText('A newer invitation was sent').waitFor();
  await look(guest, 'invitation-replaced');
  expect(faults.splice(0)).toEqual([expect.stringMatching(/^410 .*invitations/)]);
  await guest.goto(second);
  await guest.getByText(`created an account for you: ${email}`).waitFor();
  await look(guest, 'invitation');
  await guest.getByLabel('New password').fill('a password of my own');
  await guest.keyboard.press('Enter');
  await guest.getByText('Your password is set. You can sign in now.').waitFor();
  expect(await focused(guest)).toBe('A Sign in');
  await page.reload();
  await page.getByText('It was accepted').waitFor();
});

test('a user changes the password, and signs out everywhere', async () => {
  const email = (await stage.admin.get(`/api/users/${await userId('emi.tanaka')}`)).body.email;
  const page = await tab('/sign-in?next=/account');
  await signIn(page, email, 'a password of my own');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await look(page, 'account');
  await page.getByLabel('Current password').fill('wrong');
  await page.getByLabel('New password').fill('yet another password');
  await page.keyboard.press('Enter');
  await page.getByText('This is not your current password').waitFor();
  expect(await focused(page)).toBe('INPUT field-current');
  expect(faults.splice(0)).toEqual(['403 /api/password']);
  await page.getByLabel('Current password').fill('a password of my own');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Your password is changed').waitFor();
  expect(await page.getByLabel('New password').inputValue()).toBe('');
  await look(page, 'account-changed');

  const other = await tab('/sign-in?next=/account');
  await signIn(other, email, 'yet another password');
  await other.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await other.reload();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a person without the right to change users sees a user but no form', async () => {
  const roles = (await stage.admin.get('/api/roles')).body.items as { id: string; name: string }[];
  const manager = roles.find(({ name }) => name === 'Manager');
  await stage.admin.patch(`/api/users/${await userId('viewer')}`, { role: manager?.id });
  const page = await tab('/sign-in?next=/settings/users');
  await signIn(page, 'viewer@northwind.example', 'a password of my own');
  await page.getByRole('link', { name: 'Ben Okafor-Reyes' }).click();
  await page.getByRole('heading', { name: 'Ben Okafor-Reyes' }).waitFor();
  await page.getByText('ben@new.example').waitFor();
  expect(await page.getByRole('button', { name: /Save|Send/ }).count()).toBe(0);
  await look(page, 'user-read');
});

test('a signed-out page says so and keeps its input for after the sign-in', async () => {
  const id = await userId('chloe');
  const page = await tab(`/settings/users/${id}`, ADMIN);
  await page.getByLabel('Last name').fill('Changed');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('You are not signed in').waitFor();
  await look(page, 'user-signed-out');
  expect(faults.splice(0)).toEqual([`401 /api/users/${id}`]);
  const [second] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click(),
  ]);
  await signIn(second, ADMIN, PASSWORD);
  await second.getByRole('heading', { name: 'Chloe Martin' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Chloe Changed' }).waitFor();
});

test('the documentation of the API works under its policy', async () => {
  const context = await stage.browser.newContext({ baseURL: stage.platform.url });
  contexts.push(context);
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.goto('/api/docs');
  await page.getByText('/api/session', { exact: true }).first().waitFor();
  expect(refused).toEqual([]);
});
