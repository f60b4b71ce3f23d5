export interface FieldFault {
  code: string;
  /** The name of the field that it is about, if it is about one. */
  field?: string;
  message: string;
  organisationId?: string;
  name?: string;
}

/** A refusal, as the API answers it. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly errors: FieldFault[] = [],
  ) {
    super(`${code}: ${detail}`);
  }
}

/** Speaks to the platform's API; a refusal is thrown as its problem. */
export async function send<Body>(method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  }).catch((): never => {
    throw new Problem(
      'UNREACHABLE',
      'The platform could not be reached. Check your connection and try again.',
    );
  });
  const text = await response.text();
  if (!response.ok) throw problemOf(text);
  return (text ? JSON.parse(text) : undefined) as Body;
}

export const all = async <Item>(path: string): Promise<Item[]> =>
  (await send<{ items: Item[] }>('GET', `${path}?pageSize=500`)).items;

function problemOf(text: string): Problem {
  try {
    const { code, detail, errors } = JSON.parse(text) as Problem;
    return new Problem(code, detail, errors);
  } catch {
    // A proxy in front of the platform answers in its own words.
    return new Problem(
      'UNAVAILABLE',
      'The platform does not answer at the moment. Try again in a minute.',
    );
  }
}
