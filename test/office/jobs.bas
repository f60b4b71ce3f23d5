Rem Runs the lines of a file: open, type, save and close, each with its words between tabs.
Sub Run(path)
  Dim files As Object
  Dim lines As Object
  Dim document As Object
  Dim sheet As Object
  Dim words
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = CreateUnoService("com.sun.star.io.TextInputStream")
  lines.setEncoding("UTF-8")
  lines.setInputStream(files.openFileRead(ConvertToURL(path)))
  Do While Not lines.isEOF()
    words = Split(lines.readLine(), Chr(9))
    Select Case words(0)
      Case "open"
        document = StarDesktop.loadComponentFromURL(ConvertToURL(words(1)), "_blank", 0, Properties(words(2), words(3)))
        sheet = document.Sheets.getByIndex(0)
      Case "type"
        Rem As by hand: it heeds the format of the cell, which setFormula does not.
        sheet.getCellByPosition(CLng(words(1)), CLng(words(2))).FormulaLocal = words(3)
      Case "save"
        document.storeToURL(ConvertToURL(words(1)), Properties(words(2), words(3)))
      Case "close"
        document.close(True)
    End Select
  Loop
End Sub

Function Properties(filterName, filterOptions)
  Dim found(2) As New com.sun.star.beans.PropertyValue
  found(0).Name = "Hidden"
  found(0).Value = True
  found(1).Name = "FilterName"
  found(1).Value = filterName
  found(2).Name = "FilterOptions"
  found(2).Value = filterOptions
  Properties = found()
End Function
