/** The guided import: what was recognised in another program's log, before it is opened as a session. */
package dev.parley.ui.importing;
