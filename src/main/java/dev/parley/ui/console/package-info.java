/**
 * The AT console: one row an exchange, filter, command line.
 */
@NullMarked
package dev.parley.ui.console;

import org.jspecify.annotations.NullMarked;
