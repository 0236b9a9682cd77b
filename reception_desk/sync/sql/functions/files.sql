-- Files come and go in chunks of 1 MiB; the last is the rest. A hash alone opens nothing: a desk
-- reaches a file where a row of one of its streams names it AND the bytes were sent by a desk of
-- that stream. A row with somebody else's hash therefore fetches nothing.
-- sync.naming_streams(sha256, streams) is made from the models (table/naming.sql).

CREATE FUNCTION sync.chunk_bytes() RETURNS int LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog AS $body$ SELECT 1048576 $body$;

CREATE FUNCTION sync.most_chunks() RETURNS int LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog AS $body$ SELECT 100 $body$;

CREATE FUNCTION sync.complete_blob(p_sha256 text, p_streams bigint[]) RETURNS sync.blob
LANGUAGE sql STABLE SET search_path = pg_catalog AS $body$
    SELECT b.* FROM sync.blob_stream AS s JOIN sync.blob AS b ON b.id = s.blob
     WHERE s.sha256 = p_sha256 AND s.stream = ANY (p_streams) AND b.complete_at IS NOT NULL
     ORDER BY b.id LIMIT 1
$body$;

-- Lays a blob beside every one of the streams that has no whole one of its own.
CREATE FUNCTION sync.share_blob(p_blob bigint, p_sha256 text, p_streams bigint[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog AS $body$
    INSERT INTO sync.blob_stream (stream, sha256, blob)
    SELECT named.stream, p_sha256, p_blob FROM unnest(p_streams) AS named (stream)
     WHERE NOT EXISTS (
           SELECT FROM sync.blob_stream AS s JOIN sync.blob AS b ON b.id = s.blob
            WHERE s.sha256 = p_sha256 AND s.stream = named.stream
              AND (b.complete_at IS NOT NULL OR b.id = p_blob))
     ORDER BY named.stream
    ON CONFLICT (sha256, stream) DO UPDATE SET blob = excluded.blob
$body$;

-- Whether the centre has the file for all of these streams. What the caller can read in one of
-- them it need not send again for the others.
CREATE FUNCTION sync.has_blob(p_sha256 text, p_streams bigint[]) RETURNS bool
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    b sync.blob := sync.complete_blob(p_sha256, p_streams);
BEGIN
    IF b.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM sync.share_blob(b.id, p_sha256, p_streams);
    RETURN true;
END
$body$;

-- The blob on its way for these streams; held against being dropped until the call ends.
CREATE FUNCTION sync.unfinished_blob(p_sha256 text, p_streams bigint[]) RETURNS sync.blob
LANGUAGE sql SET search_path = pg_catalog AS $body$
    SELECT b.* FROM sync.blob_stream AS s JOIN sync.blob AS b ON b.id = s.blob
     WHERE s.sha256 = p_sha256 AND s.stream = ANY (p_streams) AND b.complete_at IS NULL
     ORDER BY b.id LIMIT 1 FOR KEY SHARE OF b
$body$;

-- Answers for each hash: held, missing, or unnamed (no row of the caller's streams names it).
CREATE FUNCTION sync.blob_missing(p_hashes text[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    hash text;
    named bigint[];
    answer jsonb := '{}';
BEGIN
    IF cardinality(p_hashes) > 1000 THEN
        PERFORM sync.refuse('too many files in one question');
    END IF;
    FOREACH hash IN ARRAY p_hashes LOOP
        named := sync.naming_streams(hash, d.streams);
        answer := answer || jsonb_build_object(hash, CASE
            WHEN named = '{}' THEN 'unnamed' WHEN sync.has_blob(hash, named) THEN 'held'
            ELSE 'missing' END);
    END LOOP;
    RETURN answer;
END
$body$;

-- Opens a file for sending, or the one that was cut, and answers which chunks are there.
-- Of a desk's unfinished files the latest eight are kept.
CREATE FUNCTION sync.blob_begin(p_sha256 text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    named bigint[] := sync.naming_streams(p_sha256, d.streams);
    b sync.blob;
BEGIN
    IF named = '{}' THEN
        RETURN jsonb_build_object('outcome', 'unnamed');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(p_sha256, 0));  -- two desks begin one file once
    IF sync.has_blob(p_sha256, named) THEN
        RETURN jsonb_build_object('outcome', 'held');
    END IF;
    b := sync.unfinished_blob(p_sha256, named);
    IF b.id IS NULL THEN
        DELETE FROM sync.blob WHERE id IN (
            SELECT id FROM sync.blob WHERE desk = d.id AND complete_at IS NULL
             ORDER BY id DESC OFFSET 7);
        INSERT INTO sync.blob (desk, object)
        SELECT d.id, CASE WHEN EXISTS (SELECT FROM sync.file_bucket WHERE one AND takes_new) THEN gen_random_uuid() END
        RETURNING * INTO b;
    END IF;
    PERFORM sync.share_blob(b.id, p_sha256, named);
    RETURN jsonb_build_object('outcome', 'open', 'object', b.object, 'chunks', ARRAY(
        SELECT number FROM sync.blob_chunk WHERE blob = b.id));
END
$body$;

-- Takes one chunk; a chunk that is there already stays. p_content is null for the bucket.
-- Answers taken, spoilt (not the bytes that were sent), too_large, or closed (begin again).
CREATE FUNCTION sync.put_chunk(p_sha256 text, p_number int, p_digest bytea, p_content bytea)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    b sync.blob := sync.unfinished_blob(p_sha256, sync.naming_streams(p_sha256, d.streams));
BEGIN
    IF b.id IS NULL OR (b.object IS NULL) <> (p_content IS NOT NULL) THEN
        RETURN 'closed';
    ELSIF p_number NOT BETWEEN 0 AND sync.most_chunks() - 1
          OR octet_length(p_content) > sync.chunk_bytes() THEN
        RETURN 'too_large';
    ELSIF sha256(p_content) <> p_digest THEN
        RETURN 'spoilt';
    END IF;
    -- A chunk lost in a crash is missed by blob_done, whose own commit is flushed and takes all
    -- chunks before it to the disk.
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO sync.blob_chunk (blob, number, content) VALUES (b.id, p_number, p_content)
    ON CONFLICT DO NOTHING;
    RETURN 'taken';
END
$body$;

-- Closes a file of p_size bytes. Answers held, incomplete (chunks are missing), closed (begin
-- again), or altered: the whole is not what its hash says, and is dropped.
CREATE FUNCTION sync.blob_done(p_sha256 text, p_size bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    named bigint[] := sync.naming_streams(p_sha256, d.streams);
    wanted bigint := ceil(p_size / sync.chunk_bytes()::numeric);
    b sync.blob;
    is_whole bool;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_sha256, 0));
    IF sync.has_blob(p_sha256, named) THEN
        RETURN 'held';
    END IF;
    SELECT * INTO b FROM sync.blob WHERE id = (sync.unfinished_blob(p_sha256, named)).id
       AND complete_at IS NULL FOR UPDATE;
    IF b.id IS NULL THEN
        RETURN 'closed';
    END IF;
    IF (SELECT count(*) FROM sync.blob_chunk WHERE blob = b.id AND number < wanted) < wanted THEN
        RETURN 'incomplete';
    END IF;
    SELECT count(*) = wanted AND (b.object IS NOT NULL OR (
               coalesce(sum(octet_length(content)), 0) = p_size
               AND encode(sha256(coalesce(string_agg(content, '' ORDER BY number), '')), 'hex')
                   = p_sha256))
      INTO is_whole FROM sync.blob_chunk WHERE blob = b.id;
    IF NOT is_whole THEN
        DELETE FROM sync.blob WHERE id = b.id;
        RETURN 'altered';
    END IF;
    UPDATE sync.blob SET size = p_size, complete_at = clock_timestamp() WHERE id = b.id;
    PERFORM sync.has_blob(p_sha256, named);
    RETURN 'held';
END
$body$;

-- Answers where the file is, for one who may read it.
CREATE FUNCTION sync.blob_found(p_sha256 text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    named bigint[] := sync.naming_streams(p_sha256, d.streams);
    b sync.blob := sync.complete_blob(p_sha256, named);
BEGIN
    RETURN jsonb_build_object('outcome', CASE
        WHEN named = '{}' THEN 'unnamed' WHEN b.id IS NULL THEN 'missing' ELSE 'held' END,
        'object', b.object, 'size', b.size);
END
$body$;

CREATE FUNCTION sync.get_chunk(p_sha256 text, p_number int) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $body$
DECLARE
    d sync.desk := sync.caller();
    b sync.blob := sync.complete_blob(p_sha256, sync.naming_streams(p_sha256, d.streams));
BEGIN
    RETURN (SELECT content FROM sync.blob_chunk WHERE blob = b.id AND number = p_number);
END
$body$;

-- How a desk reaches the bucket; null where there is none. The keys live here only:
-- a desk asks when it needs them and keeps them in memory, and a revoked desk gets no new ones.
CREATE FUNCTION sync.bucket_access() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    d sync.desk := sync.caller();
BEGIN
    RETURN (SELECT to_jsonb(f) - '{one,takes_new}'::text[] FROM sync.file_bucket AS f WHERE d.id IS NOT NULL);
END
$body$;
