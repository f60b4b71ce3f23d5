import { describe, expect, it } from '@jest/globals';
import { openBytes, refusalOf } from '../../../../test/files/opening.js';
import { BASE_COLUMNS } from '../columns/column.js';
import type { Mapping } from './file-format.js';

const HEADERS = BASE_COLUMNS.map(({ header }) => header);
const ROW = '1,A-1,a@example.com,Ana,Sousa,North Clinic,ACTIVE,USA,5551234567';
const open = (text: string, mapping?: Mapping) => openBytes(text, { mapping });

describe('A header that does not match', () => {
  it.each([
    ['English', 'Type,Employee ID,E-mail,Given Name,Surname,Clinic,Status,Country,Cell'],
    [
      'German',
      'Profiltyp,Personalnummer,E-Mail-Adresse,Vorname,Nachname,Standort,Profilstatus,Land,Handy',
    ],
    [
      'Spanish',
      'Tipo de perfil,ID interno,Correo electrónico,Nombre,Apellidos,Clínica,Estado,País,Teléfono móvil',
    ],
    [
      'slips',
      'Profil Type ID,Internal_Id,Emial Address,Frist Name,Last  name,Ofice,Profile Staus,Mobile Phone Contry,Mobile Fone',
    ],
  ])('has each column once, with samples and the right name: %s', async (_what, header) => {
    const refusal = await refusalOf(open(`${header}\r\n${ROW}\r\n${ROW.replace('Ana', 'Eva')}`));
    expect(refusal.code).toBe('HEADER_INVALID');
    expect(refusal.file.columns?.map(({ suggestion }) => suggestion)).toEqual(HEADERS);
    expect(refusal.file.columns?.[3]?.samples).toEqual(['Ana', 'Eva']);
    expect(refusal.errors).toHaveLength(HEADERS.length);
    const mapping = Object.fromEntries(
      (refusal.file.columns ?? []).map(({ found, suggestion }) => [found, suggestion ?? null]),
    );
    const { headers, rows } = await open(`${header}\r\n${ROW}`, mapping);
    expect(headers).toEqual(HEADERS);
    expect(rows[0]?.cells).toEqual(ROW.split(','));
  });

  it('names equal headers by their position', async () => {
    const refusal = await refusalOf(open('Email,Email,Shoe Size\r\na@x.example,b@x.example,42'));
    expect(refusal.file.columns).toEqual([
      { found: 'Email', samples: ['a@x.example'], suggestion: 'Email Address' },
      { found: 'Email#2', samples: ['b@x.example'] },
      { found: 'Shoe Size', samples: ['42'] },
    ]);
  });
});

describe('A mapping', () => {
  it('reads a column that nothing is mapped to as blank, and finds the header below a title', async () => {
    const text = 'My list\r\nEmail,Email,Name\r\na@x.example,b@x.example,Ana';
    const { headers, rows } = await open(text, {
      'Email#2': 'Email Address',
      Email: null,
      Name: 'First Name',
    });
    expect(headers.toSorted()).toEqual(HEADERS.toSorted());
    const cells = Object.fromEntries(headers.map((header, at) => [header, rows[0]?.cells[at]]));
    expect(cells).toMatchObject({
      'Email Address': 'b@x.example',
      'First Name': 'Ana',
      Office: '',
    });
    expect(rows[0]?.line).toBe(3);
  });

  it('leaves an unknown header unknown', async () => {
    const refusal = await refusalOf(
      open('Mail,Shoe Size\r\na@x.example,42', { Mail: 'Email Address' }),
    );
    expect(refusal.errors).toEqual([
      expect.objectContaining({ code: 'COLUMN_UNKNOWN', column: 'Shoe Size' }),
    ]);
  });

  it.each<[string, Mapping, string]>([
    ['two headers to one column', { Mail: 'Office', Site: 'Office' }, 'Office'],
    ['a header that the file does not have', { Nothing: 'Office' }, 'Mail'],
    ['to a column that the template does not have', { Mail: 'Shoe Size' }, 'Email Address'],
  ])('is refused where it maps %s', async (_what, mapping, word) => {
    const refusal = await refusalOf(open('Mail,Site\r\na@x.example,x', mapping));
    expect([refusal.code, refusal.getStatus()]).toEqual(['UPLOAD_INVALID', 400]);
    expect(refusal.detail).toContain(word);
  });
});
