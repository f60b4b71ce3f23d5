import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { page as english } from '../../libs/user-batch-upload/src/texts/en/page.js';
import { eventually } from '../e2e/client.js';
import { person } from '../e2e/csv.js';
import { ADMIN, API, BATCH_UPLOAD, look, newPeople, onStage } from './stage.js';

/** The page in German, for a visitor whose browser asks for it. */

const stage = onStage();
const GERMAN = { locale: 'de-DE' };

/** Texts of several words: no German sentence has them by chance. */
const ENGLISH = [english.frame, english.messages, english.upload, english.review]
  .flatMap((texts) => Object.values(texts))
  .filter((text): text is string => typeof text === 'string' && /\w+ \w+/.test(text));

/** All that the element shows or names. */
const shown = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const textsOf = (root: ParentNode): string[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        ...[...element.childNodes].flatMap((node) =>
          node instanceof Text ? [node.data.replaceAll(/\s+/g, ' ')] : [],
        ),
        ...['aria-label', 'placeholder', 'data-label'].map(
          (name) => element.getAttribute(name) ?? '',
        ),
        ...(element.shadowRoot ? textsOf(element.shadowRoot) : []),
      ]);
    const element = document.querySelector('user-batch-upload');
    return element?.shadowRoot ? textsOf(element.shadowRoot).join('\n') : '';
  });

async function isGerman(page: Page): Promise<void> {
  const text = await shown(page);
  expect(text.length).toBeGreaterThan(100);
  expect(ENGLISH.filter((one) => text.includes(one))).toEqual([]);
}

describe('the story in German', () => {
  let page: Page;
  beforeAll(async () => {
    page = await (await stage.person(ADMIN, GERMAN)).newPage();
  });

  test('the upload asks for a role and a file', async () => {
    await page.goto(BATCH_UPLOAD);
    await page.getByRole('heading', { name: 'Batch-Upload', exact: true }).waitFor();
    await page.getByText('Noch keine Dateien.').waitFor();
    await page.getByRole('button', { name: 'Datei hochladen' }).click();
    await page
      .getByRole('alert')
      .getByText('Wählen Sie die Rolle für neue Benutzer aus.')
      .waitFor();
    await isGerman(page);
    await look(page, 'german-upload');
  });

  test('the review opens on the row with errors, which is fixed in place', async () => {
    await page.getByLabel('Rolle').selectOption({ label: 'Staff' });
    const file = stage.file([
      ...newPeople(2),
      person({ 'Email Address': 'cem@german.example', 'First Name': 'Cem', Office: 'Nort Clinic' }),
      person({ 'Email Address': 'dia@german.example', 'First Name': 'Dia', Office: 'Nort Clinic' }),
      { 'Email Address': 'ben.okafor@northwind.example', Office: 'West Clinic' },
    ]);
    await page.getByLabel('Datei', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Datei hochladen' }).click();
    await page.getByRole('heading', { name: 'Upload prüfen' }).waitFor();
    await page.getByText('Zeilen 1 bis 2 von 2').waitFor();
    expect(await page.title()).toBe('2 Zeilen mit Fehlern · users.csv · Batch Upload · Platform');
    await page.getByRole('button', { name: 'Office: unbekannt (2)' }).waitFor();
    await page.getByRole('button', { name: 'Auf 2 Zeilen anwenden' }).waitFor();
    await isGerman(page);
    await look(page, 'german-review');

    await page.getByRole('button', { name: 'North Clinic übernehmen' }).first().click();
    await page.getByText('Vorher „Nort Clinic“, geändert von').waitFor();
    await page.getByRole('status').getByText('Zeile 4 gespeichert. 1 Zeile mit Fehlern.').waitFor();
    await page.getByRole('button', { name: 'Alle Zeilen (5)' }).click();
    await page.getByText('Zeilen 1 bis 5 von 5').waitFor();
    await isGerman(page);
    await look(page, 'german-review-all');
  }, 60_000);

  test('the dialog says exactly what Finish does', async () => {
    await page.getByRole('checkbox', { name: /^Anlegen: Ana 2/ }).uncheck();
    await page.getByRole('checkbox', { name: /^E-Mail: Cem/ }).check();
    await page.getByRole('button', { name: 'Fertigstellen' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(
        '2 Benutzer anlegen, 1 aktualisieren und 1 E-Mail senden; 1 Zeile mit Fehlern wird ausgelassen, 1 Zeile ist nicht ausgewählt.',
      )
      .waitFor();
    await dialog.getByText('1 neuer Benutzer erhält keine Einladung.').waitFor();
    await isGerman(page);
    await look(page, 'german-dialog');
    await dialog.getByRole('button', { name: 'Fertigstellen' }).click();
  });

  test('afterwards the page shows each number, and the load is among the past loads', async () => {
    await page.getByRole('heading', { name: 'Upload abgeschlossen' }).waitFor();
    for (const name of ['2 angelegt', '1 aktualisiert', '1 mit Fehlern', '1 nicht einbezogen'])
      await page.getByRole('button', { name, exact: true }).waitFor();
    await page.getByText('Einladungen: 1 von 1 gesendet.').waitFor();
    await page.getByRole('button', { name: '1 Zeile korrigieren' }).waitFor();
    await isGerman(page);
    await look(page, 'german-finished');
    await page.getByRole('link', { name: '← Batch-Upload' }).click();
    await page
      .getByText('2 angelegt, 1 aktualisiert, 1 mit Fehlern und 1 nicht einbezogen')
      .waitFor();
    await isGerman(page);
    await look(page, 'german-past-loads');
  }, 60_000);

  test('columns that do not match are matched in German', async () => {
    await page.getByLabel('Rolle').selectOption({ label: 'Staff' });
    const file = stage.file(newPeople(1), ['Email Address', 'Vorname', 'Office']);
    await page.getByLabel('Datei', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Datei hochladen' }).click();
    await page.getByRole('heading', { name: 'Spalten zuordnen' }).waitFor();
    await page.getByRole('button', { name: 'Weiter' }).waitFor();
    await isGerman(page);
    await look(page, 'german-match');
    expect(stage.faults.splice(0)).toEqual([`422 ${API}/loads`]);
  });
});

test('the page of each visitor has their language, and a cache keeps them apart', async () => {
  const context = await stage.person(ADMIN);
  const asked = async (languages: string) => {
    const answer = await context.request.get(BATCH_UPLOAD, {
      headers: { 'accept-language': languages },
    });
    expect(answer.headers()['vary']).toContain('Accept-Language');
    return / lang="(\w+)"(?=[^<]*><\/user-batch-upload>)/.exec(await answer.text())?.[1];
  };
  expect(await asked('de-AT,de;q=0.9,en;q=0.8')).toBe('de');
  expect(await asked('en-GB,en;q=0.9,de;q=0.8')).toBe('en');
  expect(await asked('fr-FR,fr;q=0.9')).toBe('en');
  expect(await asked('*')).toBe('en');
  await context.close();
});

/** Sets or removes the `lang` of an element. */
const setLang = (page: Page, selector: string, lang: string | null): Promise<void> =>
  page.evaluate(
    ([on, to]) => {
      const element = document.querySelector(on);
      if (to === null) element?.removeAttribute('lang');
      else element?.setAttribute('lang', to);
    },
    [selector, lang] as const,
  );

test('the page follows its lang, then its nearest ancestor with one, then the browser', async () => {
  const page = await stage.tab(BATCH_UPLOAD, GERMAN);
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
  const element = 'user-batch-upload';
  await heading('Batch-Upload');
  await setLang(page, element, 'en');
  await heading('Batch Upload');
  await setLang(page, element, 'de-CH');
  await heading('Batch-Upload');
  await setLang(page, element, 'fr');
  await heading('Batch Upload');
  expect(
    await page.locator(`${element} > div, ${element} div[lang]`).first().getAttribute('lang'),
  ).toBe('en');
  await setLang(page, element, null);
  await setLang(page, 'main', 'de');
  await heading('Batch-Upload');
  await setLang(page, 'main', null);
  await heading('Batch Upload');
  await setLang(page, 'html', null);
  await heading('Batch-Upload');
});

test('every request asks in the language of the page, whatever the browser speaks', async () => {
  const page = await stage.tab();
  await setLang(page, 'user-batch-upload', 'de');
  await page.getByRole('heading', { name: 'Batch-Upload' }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => {
    void request
      .allHeaders()
      .then((headers) => asked.push(`${request.method()} ${headers['accept-language']}`));
  });
  await page.getByLabel('Rolle').selectOption({ label: 'Staff' });
  await page.getByLabel('Datei', { exact: true }).setInputFiles(stage.file(newPeople(2)));
  await page.getByRole('button', { name: 'Datei hochladen' }).click();
  await page.getByRole('checkbox', { name: /^Anlegen: Ana 2/ }).uncheck();
  await page.getByText('1 von 2', { exact: true }).waitFor();
  await page.getByRole('link', { name: '← Batch-Upload' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Vorlage herunterladen' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('template.csv');
  await eventually(async () => asked.includes('PATCH de') && asked.includes('POST de'));
  expect(asked.filter((one) => !one.endsWith(' de'))).toEqual([]);
});
