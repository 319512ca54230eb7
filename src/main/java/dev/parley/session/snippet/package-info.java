/**
 * Snippets: AT steps to send, what to expect of each, and what became of them. They know no modem, only somebody to ask.
 */
@NullMarked
package dev.parley.session.snippet;

import org.jspecify.annotations.NullMarked;
