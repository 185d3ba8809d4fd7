// The signature against AWS's own published examples ("Signature Calculations for the Authorization Header: Examples",
// S3 API reference), whose keys and results are public.
import { expect, it } from 'vitest'
import { encodePath, regionOf, sign } from '../../../src/tripo/sigv4.ts'

const credentials = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const now = Date.parse('2013-05-24T00:00:00Z')
const signature = (headers: Record<string, string>) => /Signature=([0-9a-f]+)$/.exec(headers.authorization ?? '')?.[1]

it('GET object with a range', async () => {
  const headers = await sign({
    method: 'GET',
    url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
    region: 'us-east-1',
    credentials,
    now,
    headers: { range: 'bytes=0-9' },
    payload: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  })
  expect(signature(headers)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
})

it('PUT object with a key that needs encoding', async () => {
  const headers = await sign({
    method: 'PUT',
    url: new URL(`https://examplebucket.s3.amazonaws.com/${encodePath('test$file.text')}`),
    region: 'us-east-1',
    credentials,
    now,
    headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    payload: '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
  })
  expect(signature(headers)).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd')
})

it('GET bucket lifecycle, an empty query value', async () => {
  const headers = await sign({
    method: 'GET',
    url: new URL('https://examplebucket.s3.amazonaws.com/?lifecycle'),
    region: 'us-east-1',
    credentials,
    now,
    payload: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  })
  expect(signature(headers)).toBe('fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543')
})

it('temporary credentials sign their token, the payload may stay out', async () => {
  const url = new URL('https://s3.us-west-2.amazonaws.com/b/k')
  const headers = await sign({
    method: 'PUT',
    url,
    region: 'us-west-2',
    credentials: { ...credentials, sessionToken: 'session' },
    now,
  })
  expect(headers).toMatchObject({
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-amz-date': '20130524T000000Z',
    'x-amz-security-token': 'session',
  })
  expect(headers.authorization).toContain('/20130524/us-west-2/s3/aws4_request')
  expect(headers.authorization).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,')
  expect(headers.host).toBeUndefined()
})

it.each([
  ['s3.us-west-2.amazonaws.com', 'us-west-2'],
  ['s3-eu-central-1.amazonaws.com', 'eu-central-1'],
  ['tripo-data.s3.ap-southeast-1.amazonaws.com', 'ap-southeast-1'],
  ['s3-accelerate.amazonaws.com', 'us-west-2'],
  ['localhost:9000', 'us-west-2'],
])('%s lies in %s', (host, region) => expect(regionOf(host)).toBe(region))

it('paths are encoded once, slashes kept', () => {
  expect(encodePath("a b/c+d/é!'(x)*~")).toBe('a%20b/c%2Bd/%C3%A9%21%27%28x%29%2A~')
})
