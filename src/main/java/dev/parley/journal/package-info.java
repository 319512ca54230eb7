/**
 * What crossed the wire: the append-only record of a session and the words to point into it.
 *
 * <p>A session is a journal; everything else is derived from it. Nothing here knows AT, TLS or MQTT.
 */
@NullMarked
package dev.parley.journal;

import org.jspecify.annotations.NullMarked;
