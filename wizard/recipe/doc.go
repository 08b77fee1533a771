// Package recipe writes settings in each program's own words. It touches no disk
// and holds no password: a recipe says how a program fetches one.
//
// [Settings] is all that is known about an account; [Settings.Check] says what is
// wrong with it. [Render] makes new files, [MergeFile] adds the account to a file
// that is there and leaves every other byte alone:
//
//	files, err := recipe.Render("postfix", settings)
//	merged, err := recipe.MergeFile("postfix", 0, old, nil, settings, false)
//
// Some programs keep what a person set up in a file of their own beside the one
// for people; [MergeBeside] reads both, so that what is added takes nothing away.
// [RenderAs] knows the other forms of a program's settings, as for a whole domain.
//
// # How to add a program
//
// A program is one entry of a table, one template for each of its files, and one
// golden file. No other code has to know of it: the wizard, the commands and the tests
// go through the table. A lesson has to say where its port is changed, and the README
// counts the programs; tests ask for both.
//
// 1. The entry. The tables are mailPrograms and commandLine (program.go),
// terminalMail and terminalCommands (mail_programs.go), systemMailers (system.go),
// sites with frameworks and applications (apps….go), documentedSites and devices
// (apps_documented.go); a new file may hold a new one, which allEntries then joins.
// Program.Tested names the version that a real_…_test.go sends with; where there is
// no such test, Source and AsOf say where the settings were read, and when. starttls
// and implicit are the program's own words for the two ways to encrypt.
//
// 2. The parts, one a file. Place is where it lies: own("~/.muttrc", …) with all paths
// at which the program looks, or system("root:mail", "/etc/…") for a file of the
// system with its owner. A program without Place is a snippet, as for a framework: its
// settings are shown, copied, and written only with --output. login marks a file that
// is needed only where there is a login. mode is 0o600 where a name, a command or a
// password lies.
//
// 3. The template, templates/NAME.tmpl, packed by go generate ./wizard/recipe;
// package fill says how it is written. It decides nothing. Its places, all encoded for
// the format already: {host} {port}
// {address} {domain} {from} (Ada Lovelace <ada@example.org>) {name} {user} {account}
// {label} {fetch} (the command that prints the password) {fetch_line} (the same, and
// never more than one line) {ca} {password} (the words of [Placeholder]). As they are:
// {title} for a comment, and {documented} for another, which a program without Tested
// has to have: it says what the settings rest on; {user_url} and {host_url}, which are
// percent-encoded. Its conditions: {?tls} {?starttls} {?implicit} {?login} {?oauth}, and every place. The
// hook more puts in what only this file wants, encoded by itself.
//
// 4. The encoder, one a format, in encode_FORMAT.go: it writes a value so that the
// program reads exactly that, or refuses it with a sentence that says why the format
// cannot hold it. It begins with checkRunes. Only values that the template holds come
// to it. There are encodeMutt, encodeRest (the rest of the line as it stands),
// encodeMSMTP, encodePref, encodePolicy (JSON), encodeXML, and more in the files of that
// name; backslashed helps with others. Prove it by a round trip through the program, or an independent parser, and
// by fuzzing.
//
// 5. The join, which puts the text into a file that is there (join.go): block("#") keeps
// it between two comment lines, blockBefore in front of some line, sectionJoin in
// sections of an INI file, keyed as one line of a table, whole (nil) as the whole file.
// What a join cannot know, such as lines elsewhere in the file that would count more,
// refuse says. merge takes the place of all that for a file with rules of its own.
//
// 6. The password. Program.Password is [Fetched] where the program runs a command or
// asks, [Kept] where it asks and keeps it, [InFile] where it can only hold it (the note
// about the placeholder comes by itself; conceal must hide what the person put there,
// and keyed must keep it), [Environment] for a snippet that reads a variable.
//
// 7. The rest of the entry where it is wanted: check refuses what the program cannot do,
// as a token; notes say what to know before, after what to do afterwards (one paragraph
// each, with conditions as in a template); try is the command for a first message.
//
// 8. The golden file: go test ./wizard/recipe -run 'TestPrograms$' -update writes
// testdata/TestPrograms/ID.golden, which shows the program's files for several
// settings. Read it. TestMergingIsStable and TestProgramsAreWhole cover it by
// themselves. A program of the first tier gets a real test as well.
package recipe
