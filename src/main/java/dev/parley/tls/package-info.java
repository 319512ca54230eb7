/**
 * TLS records, handshake messages and states, decoded from bytes; decryption with known secrets. Pure.
 */
@NullMarked
package dev.parley.tls;

import org.jspecify.annotations.NullMarked;
