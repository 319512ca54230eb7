/**
 * What an mbedTLS build can do, read from its configuration header: the ClientHello it sends, and what in it cannot work.
 *
 * <p>Text in, values out: no I/O, no clock, no threads. The facts are those of mbedTLS's public sources at v2.16.12, v2.28.10, v3.6.6
 * and v4.0.0; the class that uses one names the file.
 */
@NullMarked
package dev.parley.tls.mbedtls;

import org.jspecify.annotations.NullMarked;
