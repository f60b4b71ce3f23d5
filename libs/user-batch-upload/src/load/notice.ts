/** An assumption made while reading the file, for the admin to check. */
export interface Notice {
  code: 'ENCODING_ASSUMED';
  message: string;
}
