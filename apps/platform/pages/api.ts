export interface FieldFault {
  code: string;
  /** The name of the faulty field, if the error concerns one. */
  field?: string;
  message: string;
  organisationId?: string;
  name?: string;
}

/** An error response of the API. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly errors: FieldFault[] = [],
  ) {
    super(`${code}: ${detail}`);
  }
}

/** Calls the platform's API. Throws the problem of an error response. */
export async function send<Body>(method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  }).catch((): never => {
    throw new Problem(
      'UNREACHABLE',
      'The platform can’t be reached. Check your connection and try again.',
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
    // A proxy in front of the platform may respond with something else.
    return new Problem('UNAVAILABLE', 'The platform does not respond. Try again in a minute.');
  }
}
