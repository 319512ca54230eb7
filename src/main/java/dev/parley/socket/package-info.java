/**
 * The modem's sockets as AT traffic shows them: byte streams both ways, the ledger, who closed.
 */
@NullMarked
package dev.parley.socket;

import org.jspecify.annotations.NullMarked;
