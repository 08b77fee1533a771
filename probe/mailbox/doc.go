// Package mailbox reads addresses as people type them, and writes them as SMTP and the
// header of a message want them.
//
// An [Address] is what RFC 5321 (section 4.1.2) calls a Mailbox, with a name in front or
// without. What RFC 5322 has besides, comments and blanks between the parts, is refused:
// it stands in no address that anybody types.
package mailbox
